import type { Command } from '../tree/command';
import { followWorkflow } from './follow-workflow';

export const watchWorkflowCommand: Command = {
  name: 'workflow watch',
  summary: 'Show one workflow live until it ended',
  arguments: ['workflow-id'],
  run(invocation) {
    return followWorkflow(invocation, invocation.requiredArgument('workflow-id'));
  },
};
