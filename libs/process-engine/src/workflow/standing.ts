import type { CompiledProcess, CompiledStage, CompiledTask } from '../definition/compiled-process';
import { instanceId } from '../model/instance-ids';
import type { PinnedApprovalPoint, TaskApprovalPoint } from '../model/workflow-values';
import { stageNeeds } from './process-lookup';
import { isSettled } from './task-table';
import type { StageState, WorkflowState } from './workflow';

/** True when nothing more is to be done for a task of the file: all its instances are settled and people approved it. */
export function isTaskDone(task: CompiledTask, state: WorkflowState): boolean {
  const stage = state.stages[task.stage_id];
  if (stage === undefined) return false;
  return stage.status === 'skipped' || (isTaskSettled(task, stage) && isApprovedAfter(task, stage, state));
}

/** True when all work at a task, or at all its instances, is settled; approvals apart. */
export function isTaskSettled(task: CompiledTask, stage: StageState): boolean {
  const known = stage.tasks[task.id];
  const items = stage.groups[task.id];
  if (items === undefined || known?.status === 'skipped') return isSettled(known);
  return items.every((_item, index) => isSettled(stage.tasks[instanceId(task.id, index)]));
}

/** True when everything a task waits for is done; the approval before it apart. */
export function isTaskReady(task: CompiledTask, state: WorkflowState, process: CompiledProcess): boolean {
  return task.needs.every((need) => {
    const needed = process.tasks[need];
    return needed === undefined || isTaskDone(needed, state);
  });
}

/** True when a stage is over: left out, or completed and approved. */
export function isStageOver(stageId: string, state: WorkflowState): boolean {
  const status = state.stages[stageId]?.status;
  if (status === 'skipped') return true;
  return status === 'completed' && openPoints(state, 'after', stageId).length === 0;
}

/** True when all stages before this one are over; the approval before it apart. */
export function isStageReady(stage: CompiledStage, state: WorkflowState, process: CompiledProcess): boolean {
  return stageNeeds(process, stage).every((need) => isStageOver(need, state));
}

/** Approvals of a stage transition that nobody has given yet; those `before` a stage ask about the one before it. */
export function openPoints(
  state: WorkflowState,
  position: 'after' | 'before',
  stageId: string,
): readonly PinnedApprovalPoint[] {
  return state.approval_points.filter(
    (point) =>
      !isAboutTask(point) &&
      point.position === position &&
      point.stage_id === stageId &&
      state.approvals[point.id]?.approved !== true,
  );
}

/** The approval after or before a task that nobody has given yet. */
export function openTaskPoint(
  state: WorkflowState,
  position: 'after' | 'before',
  taskId: string,
): TaskApprovalPoint | undefined {
  if (state.approval_points.length === 0) return undefined;
  return state.approval_points.filter(isAboutTask).find((point) => {
    return point.position === position && point.task_id === taskId && state.approvals[point.id]?.approved !== true;
  });
}

/** True for an approval about one task. */
export function isAboutTask(point: PinnedApprovalPoint): point is TaskApprovalPoint {
  return 'task_id' in point;
}

/** True when the question is open. */
export function isAsked(pointId: string, state: WorkflowState): boolean {
  return state.pending_approvals.some((pending) => pending.approval_id === pointId);
}

function isApprovedAfter(task: CompiledTask, stage: StageState, state: WorkflowState): boolean {
  if (openTaskPoint(state, 'after', task.id) === undefined) return true;
  // There is nothing to approve of a task that was left out or failed.
  const known = stage.tasks[task.id];
  return stage.groups[task.id] === undefined && known?.status !== 'completed';
}
