import type { ApprovalAnswered, ApprovalRequested } from './events';
import type { WorkflowState } from './workflow';

/** A person is asked: the workflow waits. */
export function startApprovalRound(state: WorkflowState, event: ApprovalRequested): Partial<WorkflowState> {
  const { request_id, approval_id, round } = event.data;
  return {
    pending_approval: { request_id, approval_id, requested_at: event.occurred_at },
    approvals: { ...state.approvals, [approval_id]: { approved: false, rounds: round } },
  };
}

/** A person answered: the text is kept for the attempts it sends back. */
export function answerApproval(state: WorkflowState, event: ApprovalAnswered): Partial<WorkflowState> {
  const { request_id, approval_id, response, feedback } = event.data;
  const rounds = state.approvals[approval_id]?.rounds ?? 1;
  const approved = response === 'approved';
  return {
    pending_approval: null,
    approvals: { ...state.approvals, [approval_id]: { approved, rounds } },
    notes: approved || feedback === '' ? state.notes : { ...state.notes, [request_id]: feedback },
  };
}
