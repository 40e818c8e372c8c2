import { defineCommand } from '../define-message';
import { Identifier } from '../fields';

/** Write the metadata documents of a workflow whose tasks are done, then complete it. */
export class CloseWorkflow {
  @Identifier() workflow_id!: string;
}

/** The orchestrator's own command to itself, so that closing is retried like any work. */
export const closeWorkflow = defineCommand({
  entity: 'workflow',
  verb: 'close',
  version: 1,
  stream: 'COMMANDS',
  payload: CloseWorkflow,
  producers: ['orchestrator'],
  description: 'Write the metadata documents of a finished workflow, then complete it.',
});
