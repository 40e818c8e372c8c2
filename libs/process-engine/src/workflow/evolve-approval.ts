import type { ApprovalAnswered, ApprovalRequested } from './events';
import { UNTOUCHED_STAGE, withStage } from './task-table';
import type { WorkflowState } from './workflow';

/** A person is asked: what follows waits. */
export function startApprovalRound(state: WorkflowState, event: ApprovalRequested): Partial<WorkflowState> {
  const { request_id, approval_id, round } = event.data;
  return {
    pending_approvals: [...state.pending_approvals, { request_id, approval_id, requested_at: event.occurred_at }],
    approvals: { ...state.approvals, [approval_id]: { approved: false, rounds: round } },
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

function reviewedStageId(state: WorkflowState, approvalId: string): string | undefined {
  const point = state.approval_points.find(({ id }) => id === approvalId);
  if (point === undefined) return undefined;
  return 'task_id' in point ? point.stage_id : point.reviewed_stage_id;
}
