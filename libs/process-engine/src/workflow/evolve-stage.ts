import type { StageCompleted, StageStarted } from './events';
import type { ApprovalState, TaskState, WorkflowState } from './workflow';

/** A stage begins, or begins again: its sent-back tasks are pending and what people approved of it counts no more. */
export function startStage(state: WorkflowState, event: StageStarted): Partial<WorkflowState> {
  const { stage_id, round, reset_task_ids, feedback } = event.data;
  const stages = { ...state.stages, [stage_id]: { status: 'running' as const, round } };
  if (round === 1) return { stages, current_stage_id: stage_id };

  const tasks: Record<string, TaskState> = { ...state.tasks };
  for (const id of reset_task_ids) {
    const task = tasks[id];
    if (task !== undefined)
      tasks[id] = { ...task, status: 'pending', failures: 0, feedback, timer: null, ended_at: null };
  }
  return { stages, tasks, current_stage_id: stage_id, approvals: withdrawApprovals(state, stage_id) };
}

/** A stage is done; the feedback texts of its tasks are needed no more. */
export function completeStage(state: WorkflowState, event: StageCompleted): Partial<WorkflowState> {
  const { stage_id, round } = event.data;
  return { stages: { ...state.stages, [stage_id]: { status: 'completed', round } }, notes: {} };
}

function withdrawApprovals(state: WorkflowState, stageId: string): WorkflowState['approvals'] {
  const approvals: Record<string, ApprovalState> = { ...state.approvals };
  for (const point of state.approval_points) {
    const approval = approvals[point.id];
    if (point.reviewed_stage_id === stageId && approval?.approved === true) {
      approvals[point.id] = { ...approval, approved: false };
    }
  }
  return approvals;
}
