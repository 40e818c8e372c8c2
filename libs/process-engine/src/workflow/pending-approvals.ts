import { isAmong } from './is-among';
import type { PendingApproval, WorkflowState } from './workflow';

/** Open requests that ask about one of these stages, or about one of these tasks. */
export function requestsAbout(
  subjects: { readonly stageIds: readonly string[]; readonly taskIds: readonly string[] },
  state: WorkflowState,
): readonly string[] {
  const { stageIds, taskIds } = subjects;
  const points = new Set(
    state.approval_points
      .filter((point) =>
        'task_id' in point ? taskIds.includes(point.task_id) : stageIds.includes(point.reviewed_stage_id),
      )
      .map((point) => point.id),
  );
  const isConcerned = ({ approval_id, task_id }: PendingApproval) =>
    task_id === undefined ? points.has(approval_id) : isAmong(task_id, taskIds);
  return state.pending_approvals.flatMap((pending) => (isConcerned(pending) ? [pending.request_id] : []));
}

/** The state without these questions; a withdrawn one does not count as a round. */
export function withoutRequests(
  state: WorkflowState,
  requestIds: readonly string[],
): Pick<WorkflowState, 'approvals' | 'pending_approvals'> {
  const withdrawn = state.pending_approvals.filter((pending) => requestIds.includes(pending.request_id));
  const { approvals, pending_approvals } = state;
  if (withdrawn.length === 0) return { approvals, pending_approvals };
  const lowered = { ...approvals };
  for (const { approval_id } of withdrawn) {
    const known = lowered[approval_id];
    if (known !== undefined) lowered[approval_id] = { ...known, rounds: Math.max(0, known.rounds - 1) };
  }
  return { approvals: lowered, pending_approvals: pending_approvals.filter((each) => !withdrawn.includes(each)) };
}
