import type { CompiledProcess } from '../definition/compiled-process';
import { canonicalJson } from '../model/canonical-json';
import type { PinnedApprovalPoint } from '../model/workflow-values';
import { isAboutTask, isTaskSettled } from './standing';
import type { WorkflowState } from './workflow';

/**
 * The approvals of a workflow after it moved to another version of its process: those of the new version, unless its
 * starter chose others. Nobody is asked anew about what is past.
 */
export function migratedPoints(
  state: WorkflowState,
  from: CompiledProcess,
  to: CompiledProcess,
): readonly PinnedApprovalPoint[] {
  if (hasOwnPoints(state, from)) return state.approval_points;
  const known = new Set(state.approval_points.map((point) => point.id));
  return to.approval_points.filter((point) => known.has(point.id) || !isPast(point, state, to));
}

/** True when the one who started the workflow chose its approvals. */
export function hasOwnPoints(state: WorkflowState, from: CompiledProcess): boolean {
  const pinned = new Map(state.approval_points.map((point) => [point.id, canonicalJson(point)]));
  // What a migration before this one left out was past then.
  const declared = new Map(from.approval_points.map((point) => [point.id, canonicalJson(point)]));
  if ([...pinned].some(([id, text]) => declared.get(id) !== text)) return true;
  return from.approval_points.some((point) => !pinned.has(point.id) && !isPast(point, state, from));
}

function isPast(point: PinnedApprovalPoint, state: WorkflowState, process: CompiledProcess): boolean {
  const stage = state.stages[point.stage_id];
  if (stage === undefined) return false;
  if (!isAboutTask(point)) return point.position === 'before' || stage.status !== 'running';
  const task = process.tasks[point.task_id];
  if (task === undefined) return false;
  if (point.position === 'after') return isTaskSettled(task, stage);
  return stage.tasks[task.id] !== undefined || stage.groups[task.id] !== undefined;
}
