import type { CompiledProcess } from '../definition/compiled-process';
import { questionAbout } from './approval-question';
import type { WorkflowEffect } from './effects';
import { askPeople, closing, openRequest, sendTask, startTimer } from './make-effects';
import { findTask, openTasks } from './task-table';
import type { WorkflowState } from './workflow';

/**
 * Everything the workflow waits for right now, as the effects that asked for it: what a reconciler sends again when
 * the broker forgot. Every effect is safe to repeat. Empty for a workflow that is held or has ended, except for an
 * open question and an attempt that may finish under a safe-point pause.
 */
export function outstandingEffects(state: WorkflowState, process: CompiledProcess): readonly WorkflowEffect[] {
  const effects: WorkflowEffect[] = [];
  const delayed = (timer: { readonly timer_id: string; readonly due_at: string }) => {
    const delayMs = Math.max(0, Date.parse(timer.due_at) - Date.parse(state.updated_at));
    effects.push(startTimer({ ...timer, delay_ms: delayMs }, state));
  };
  for (const [taskId, task] of openTasks(state)) {
    effects.push(...sendTask(taskId, state, process));
    if (task.status === 'retrying' && task.timer !== null && state.pause === null) delayed(task.timer);
  }
  for (const pending of state.pending_approvals) {
    if (pending.task_id !== undefined) {
      const { request_id, task_id } = pending;
      const round = findTask(state, task_id)?.dialogue?.rounds ?? 1;
      effects.push(...askPeople({ request_id, task_id, round }, state, process));
      continue;
    }
    const point = state.approval_points.find((candidate) => candidate.id === pending.approval_id);
    if (point === undefined) continue;
    const { request_id, approval_id } = pending;
    const round = state.approvals[approval_id]?.rounds ?? 1;
    effects.push(
      openRequest({ request_id, approval_id, round, ...questionAbout(point, state, process) }, state, process),
    );
  }
  if (state.pause === null) {
    for (const [timer_id, { due_at }] of Object.entries(state.timers)) delayed({ timer_id, due_at });
  }
  if (state.phase === 'closing') effects.push(closing(state));
  return effects;
}
