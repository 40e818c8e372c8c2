import type { CancelWorkflowReply } from '@botarmy/contracts';
import { findTask, isSettled } from '@botarmy/process-engine';
import type { WorkflowState } from '@botarmy/process-engine';

import { wrongState } from './command-problems';

/** Since when a workflow is cancelled; of one that still undoes its work, since when it is being cancelled. */
export function cancelReply(state: WorkflowState): CancelWorkflowReply {
  const { cancellation, compensation = [], ended_at, phase } = state;
  if (phase === 'cancelling') {
    const left = compensation.filter((id) => !isSettled(findTask(state, id)));
    const cancelled_at = cancellation?.requested_at ?? state.updated_at;
    return { success: true, cancelled_at, status: 'cancelling', compensations_left: left.length };
  }
  if (cancellation === null || ended_at === null) {
    throw wrongState('workflow-ended', 'The workflow has ended already: there is nothing to cancel.');
  }
  return { success: true, cancelled_at: ended_at, status: 'cancelled' };
}
