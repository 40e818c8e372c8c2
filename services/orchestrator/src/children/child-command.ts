import type { ControlChildWorkflowEffect, WorkflowCommand } from '@botarmy/process-engine';

/** What a parent's fate means for its sub-process. */
export function childCommand(
  action: ControlChildWorkflowEffect['action'],
  parentId: string,
  mode: ControlChildWorkflowEffect['mode'],
): WorkflowCommand {
  switch (action) {
    case 'pause':
      return { type: 'pause', mode, paused_by: parentId, withdraw_requests: true };
    case 'resume':
      return { type: 'resume', resumed_by: parentId };
    case 'cancel':
      return { type: 'cancel', reason: 'The workflow it works for does not need it any more.', cancelled_by: parentId };
  }
}
