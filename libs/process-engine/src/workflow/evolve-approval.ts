import type { ApprovalVoided } from './approval-events';
import type { ApprovalAnswered, ApprovalRequested } from './events';
import { withoutRequests } from './pending-approvals';
import { UNTOUCHED_STAGE, withStage } from './task-table';
import type { WorkflowState } from './workflow';

/** A person is asked: what follows waits. */
export function startApprovalRound(state: WorkflowState, event: ApprovalRequested): Partial<WorkflowState> {
  const { request_id, approval_id, round } = event.data;
  return {
    pending_approvals: [...state.pending_approvals, { request_id, approval_id, requested_at: event.occurred_at }],
    approvals: {
      ...state.approvals,
      [approval_id]: { ...changesOf(state, approval_id), approved: false, rounds: round },
    },
  };
}

/** A person answered: the text is kept for the attempts it sends back. */
export function answerApproval(state: WorkflowState, event: ApprovalAnswered): Partial<WorkflowState> {
  const { request_id, approval_id, response, feedback } = event.data;
  const rounds = state.approvals[approval_id]?.rounds ?? 1;
  const approved = response === 'approved';
  const answered = {
    pending_approvals: state.pending_approvals.filter((pending) => pending.request_id !== request_id),
    approvals: { ...state.approvals, [approval_id]: { approved, rounds } },
  };
  const stageId = reviewedStageId(state, approval_id);
  if (approved || feedback === '' || stageId === undefined) return answered;
  const { notes } = state.stages[stageId] ?? UNTOUCHED_STAGE;
  return { ...answered, ...withStage(state, stageId, { notes: { ...notes, [request_id]: feedback } }) };
}

/** An answer is void: the question is no longer open, and its round does not count. */
export function voidApproval(state: WorkflowState, { data }: ApprovalVoided): Partial<WorkflowState> {
  const { request_id, approval_id, changes } = data;
  const { approvals, pending_approvals } = withoutRequests(state, [request_id]);
  const known = approvals[approval_id] ?? { approved: false, rounds: 0 };
  return { pending_approvals, approvals: { ...approvals, [approval_id]: { ...known, changes } } };
}

function changesOf({ approvals }: WorkflowState, approvalId: string): { readonly changes?: readonly string[] } {
  const changes = approvals[approvalId]?.changes;
  return changes === undefined ? {} : { changes };
}

function reviewedStageId(state: WorkflowState, approvalId: string): string | undefined {
  const point = state.approval_points.find(({ id }) => id === approvalId);
  if (point === undefined) return undefined;
  return 'task_id' in point ? point.stage_id : point.reviewed_stage_id;
}
