import type { WorkflowState } from '../workflow/workflow';

/** Statuses of a workflow as people and the public API see them. */
export type VisibleWorkflowStatus =
  'started' | 'in_progress' | 'waiting_for_human' | 'paused' | 'completed' | 'failed' | 'cancelled';

/** The visible status; `started` until the first attempt is reported. A held workflow is `paused` even if it waits. */
export function workflowStatus(state: WorkflowState): VisibleWorkflowStatus {
  if (state.phase === 'completed' || state.phase === 'failed' || state.phase === 'cancelled') return state.phase;
  if (state.pause !== null) return 'paused';
  if (state.pending_approval !== null) return 'waiting_for_human';
  const isUntouched = Object.values(state.tasks).every((task) => task.attempt === 1 && task.status === 'running');
  return isUntouched ? 'started' : 'in_progress';
}
