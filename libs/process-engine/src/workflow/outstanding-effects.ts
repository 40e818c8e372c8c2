import type { CompiledProcess } from '../definition/compiled-process';
import { questionAbout } from './approval-question';
import type { WorkflowEffect } from './effects';
import { closing, openRequest, sendTask, startTimer } from './make-effects';
import type { WorkflowState } from './workflow';

/**
 * Everything the workflow waits for right now, as the effects that asked for it: what a reconciler sends again when
 * the broker forgot. Every effect is safe to repeat. Empty for a workflow that is held or has ended, except for an
 * open question and an attempt that may finish under a safe-point pause.
 */
export function outstandingEffects(state: WorkflowState, process: CompiledProcess): readonly WorkflowEffect[] {
  const effects: WorkflowEffect[] = [];
  for (const [taskId, task] of Object.entries(state.tasks)) {
    effects.push(...sendTask(taskId, state, process));
    if (task.status === 'retrying' && task.timer !== null && state.pause === null) {
      const delayMs = Math.max(0, Date.parse(task.timer.due_at) - Date.parse(state.updated_at));
      effects.push(startTimer({ ...task.timer, delay_ms: delayMs }, state));
    }
  }
  const pending = state.pending_approval;
  const point = state.approval_points.find((candidate) => candidate.id === pending?.approval_id);
  if (pending !== null && point !== undefined) {
    const request = {
      request_id: pending.request_id,
      approval_id: pending.approval_id,
      round: state.approvals[pending.approval_id]?.rounds ?? 1,
      ...questionAbout(point.reviewed_stage_id, state, process),
    };
    effects.push(openRequest(request, state));
  }
  if (state.phase === 'closing') effects.push(closing(state));
  return effects;
}
