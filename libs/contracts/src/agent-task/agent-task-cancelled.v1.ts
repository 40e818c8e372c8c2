import { defineEvent } from '../define-message';
import { Count, Identifier } from '../fields';

/** Nobody waits for this attempt any more. */
export class AgentTaskCancelled {
  @Identifier() workflow_id!: string;
  @Identifier() task_id!: string;
  @Count({ min: 1 }) attempt!: number;
  @Count({ min: 1 }) lease!: number;
}

/** Every runner hears it and stops the attempt if it has it in hand; a lost one costs money and nothing else. */
export const agentTaskCancelled = defineEvent({
  entity: 'agent-task',
  verb: 'cancelled',
  version: 1,
  payload: AgentTaskCancelled,
  producers: ['orchestrator'],
  description: 'An attempt was taken from its agent: its model call is to be stopped.',
});
