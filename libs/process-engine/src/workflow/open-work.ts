import type { AttemptReference } from '../model/values';
import type { OpenWork } from '../model/workflow-values';
import { openTasks } from './task-table';
import type { WorkflowState } from './workflow';

/** Attempts that an agent may be working on. A sub-process is held together with its parent, not taken away. */
export function runningAttempts(state: WorkflowState): readonly AttemptReference[] {
  const attempts: AttemptReference[] = [];
  for (const [task_id, { status, attempt, lease, child_id }] of openTasks(state)) {
    if (status === 'running' && child_id === null) attempts.push({ task_id, attempt, lease });
  }
  return attempts;
}

/** Workflows that do sub-process tasks right now. */
export function runningChildren(state: WorkflowState): readonly string[] {
  const children: string[] = [];
  for (const [, task] of openTasks(state)) {
    if (task.status === 'running' && task.child_id !== null) children.push(task.child_id);
  }
  return children;
}

/** Everything the workflow waits for; what must be closed when it ends early. */
export function openWork(state: WorkflowState): OpenWork {
  const retries = [...openTasks(state)].flatMap(([, task]) => task.timer?.timer_id ?? []);
  return {
    attempts: runningAttempts(state),
    request_ids: state.pending_approvals.map(({ request_id }) => request_id),
    timer_ids: [...retries, ...Object.keys(state.timers)],
  };
}
