import { openQuestions } from '../workflow/dialogue';
import { eachTask, findTask, isSettled, openTasks } from '../workflow/task-table';
import type { WorkflowState } from '../workflow/workflow';

/** Statuses of a workflow as people and the public API see them. */
export type VisibleWorkflowStatus =
  'started' | 'in_progress' | 'waiting_for_human' | 'paused' | 'cancelling' | 'completed' | 'failed' | 'cancelled';

/**
 * The visible status; `started` until the first attempt is reported. A held workflow is `paused` even if it waits; one
 * in which agents still work is `in_progress` even if people are asked meanwhile. While a cancelled one undoes its work it
 * is `cancelling`.
 */
export function workflowStatus(state: WorkflowState): VisibleWorkflowStatus {
  if (state.phase === 'completed' || state.phase === 'failed' || state.phase === 'cancelled') return state.phase;
  if (state.pause !== null) return 'paused';
  if (state.phase === 'cancelling') return isStuck(state) ? 'waiting_for_human' : 'cancelling';
  let isWorking = false;
  let isGivenUp = false;
  for (const [, task] of openTasks(state)) {
    if (task.status === 'failed') isGivenUp = true;
    else if (task.status !== 'pending' && openQuestions(task) === undefined) isWorking = true;
  }
  const isAsking = state.pending_approvals.length > 0;
  if ((isAsking || isGivenUp) && !isWorking) return 'waiting_for_human';
  return isUntouched(state) ? 'started' : 'in_progress';
}

/** True when what undoes the work failed for good and a person has to say how to go on. */
function isStuck({ compensation = [], ...state }: WorkflowState): boolean {
  const next = compensation.map((id) => findTask(state, id)).find((task) => !isSettled(task));
  return next?.status === 'failed';
}

/** True while nothing but first attempts of the first stages run. */
function isUntouched(state: WorkflowState): boolean {
  for (const [, task] of eachTask(state)) if (task.attempt !== 1 || task.status !== 'running') return false;
  return true;
}
