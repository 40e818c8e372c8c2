import { defineEvent } from '../define-message';
import { Count, Identifier, ListOf, Nested } from '../fields';
import { ModelUsage } from '../shared/model-usage';
import { AskedQuestion } from '../shared/question';

/** An attempt ended with questions to people instead of a document. */
export class AgentTaskAsked {
  @Identifier() workflow_id!: string;
  @Identifier() task_id!: string;
  @Count({ min: 1 }) attempt!: number;
  @Count({ min: 1 }) lease!: number;
  @ListOf(() => AskedQuestion, { maxItems: 10 }) questions!: AskedQuestion[];
  @Nested(() => ModelUsage) usage!: ModelUsage;
  @Count() duration_ms!: number;
}

/** Published with a deterministic message id: workflow, task, attempt, lease. */
export const agentTaskAsked = defineEvent({
  entity: 'agent-task',
  verb: 'asked',
  version: 1,
  payload: AgentTaskAsked,
  producers: ['agent-runner'],
  description: 'An attempt ended with questions to people.',
});
