import { ignore } from './decision';
import type { Ignored } from './decision';
import { findTask } from './task-table';
import type { TaskState, WorkflowState } from './workflow';

/** Phases after which nothing changes any more. */
export function hasEnded(state: WorkflowState): boolean {
  return state.phase === 'completed' || state.phase === 'failed' || state.phase === 'cancelled';
}

/** The fence: the running task when attempt and lease are the current ones, else why the report is ignored. */
export function currentAttempt(
  state: WorkflowState,
  report: { readonly task_id: string; readonly attempt: number; readonly lease: number },
): TaskState | Ignored {
  if (hasEnded(state)) return ignore('workflow-ended');
  const task = findTask(state, report.task_id);
  if (task === undefined) return ignore('task-not-running');
  if (report.attempt !== task.attempt) return ignore('stale-attempt');
  if (report.lease !== task.lease) return ignore('stale-lease');
  return task.status === 'running' ? task : ignore('task-not-running');
}
