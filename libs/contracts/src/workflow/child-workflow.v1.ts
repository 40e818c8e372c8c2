import { defineCommand } from '../define-message';
import { Count, Identifier, OneOf } from '../fields';

/** Look after the workflow that does a sub-process task: start it, or take over what it ended with. */
export class TendChildWorkflow {
  /** The workflow whose task it is. */
  @Identifier() workflow_id!: string;
  @Identifier() task_id!: string;
  @Count({ min: 1 }) attempt!: number;
  @Identifier() child_id!: string;
}

/** The orchestrator's own command to itself; what has to be done is read from both workflows, so it may come late and often. */
export const tendChildWorkflow = defineCommand({
  entity: 'workflow',
  verb: 'tend-child',
  version: 1,
  stream: 'COMMANDS',
  payload: TendChildWorkflow,
  producers: ['orchestrator'],
  description: 'Start the workflow of a sub-process task, or take over what it ended with.',
});

/** What happens to a workflow happens to those that do its sub-process tasks. */
export class ControlChildWorkflow {
  /** The workflow that does the task. */
  @Identifier() workflow_id!: string;
  @Identifier() parent_id!: string;
  @OneOf(['pause', 'resume', 'cancel']) action!: 'pause' | 'resume' | 'cancel';
  @OneOf(['safe-point', 'immediate']) mode!: 'safe-point' | 'immediate';
}

/** The orchestrator's own command to itself. */
export const controlChildWorkflow = defineCommand({
  entity: 'workflow',
  verb: 'control-child',
  version: 1,
  stream: 'COMMANDS',
  payload: ControlChildWorkflow,
  producers: ['orchestrator'],
  description: 'Pause, resume or cancel the workflow of a sub-process task with the one it works for.',
});
