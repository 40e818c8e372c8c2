import type { AttemptReference } from '../model/values';
import type { OpenWork } from './events';
import type { WorkflowState } from './workflow';

/** Attempts that an agent may be working on. */
export function runningAttempts(state: WorkflowState): readonly AttemptReference[] {
  return Object.entries(state.tasks)
    .filter(([, task]) => task.status === 'running')
    .map(([task_id, { attempt, lease }]) => ({ task_id, attempt, lease }));
}

/** Everything the workflow waits for; what must be closed when it ends early. */
export function openWork(state: WorkflowState): OpenWork {
  return {
    attempts: runningAttempts(state),
    request_ids: state.pending_approval === null ? [] : [state.pending_approval.request_id],
    timer_ids: Object.values(state.tasks).flatMap((task) => task.timer?.timer_id ?? []),
  };
}
