import { parseTaskId } from '../model/instance-ids';
import type { StageCompleted, StageStarted } from './events';
import type { StageRepeated, StageSkipped, TaskExpanded } from './language-events';
import { UNTOUCHED_STAGE, withStage } from './task-table';
import type { ApprovalState, StageState, TaskState, WorkflowState } from './workflow';

/** A stage begins, or begins again: its sent-back tasks are pending and what people approved of it counts no more. */
export function startStage(state: WorkflowState, event: StageStarted): Partial<WorkflowState> {
  const { stage_id, round, reset_task_ids, feedback } = event.data;
  const stage = state.stages[stage_id] ?? UNTOUCHED_STAGE;
  const current = { current_stage_id: stage_id };
  if (round === 1) return { ...withStage(state, stage_id, { status: 'running', round }), ...current };

  const reset = new Set(reset_task_ids);
  const again = resetTasks(stage, (taskId) => reset.has(taskId), { feedback, failures: 0 });
  return {
    ...withStage(state, stage_id, { status: 'running', round, ...again }),
    ...current,
    ...withoutTimersOf(state, stage_id, 'stage-deadline'),
    approvals: withdrawApprovals(state, stage_id),
  };
}

/** A stage is done again from its first task. */
export function repeatStage(state: WorkflowState, event: StageRepeated): Partial<WorkflowState> {
  const { stage_id, round, repeats } = event.data;
  const stage = state.stages[stage_id] ?? UNTOUCHED_STAGE;
  const again = resetTasks(stage, () => true, { feedback: [], failures: 0, round: 1 });
  return {
    ...withStage(state, stage_id, { status: 'running', round, repeats, notes: {}, ...again }),
    approvals: withdrawApprovals(state, stage_id),
  };
}

/** A stage is done; the feedback texts of its tasks are needed no more. */
export function completeStage(state: WorkflowState, event: StageCompleted): Partial<WorkflowState> {
  const { stage_id, round } = event.data;
  return {
    ...withStage(state, stage_id, { status: 'completed', round, notes: {} }),
    ...withoutTimersOf(state, stage_id, 'stage-deadline'),
  };
}

/** A stage is left out. */
export function skipStage(state: WorkflowState, event: StageSkipped): Partial<WorkflowState> {
  return withStage(state, event.data.stage_id, { status: 'skipped' });
}

/** The items of a `for_each` task are known. */
export function expandTask(state: WorkflowState, event: TaskExpanded): Partial<WorkflowState> {
  const { stage_id, task_id, items } = event.data;
  const stage = state.stages[stage_id] ?? UNTOUCHED_STAGE;
  return withStage(state, stage_id, { groups: { ...stage.groups, [task_id]: items } });
}

/** The timers without those of one subject. */
export function withoutTimersOf(
  state: WorkflowState,
  subjectId: string,
  ...purposes: readonly string[]
): Pick<WorkflowState, 'timers'> {
  const entries = Object.entries(state.timers);
  const kept = entries.filter(([, timer]) => timer.subject_id !== subjectId || !purposes.includes(timer.purpose));
  return { timers: kept.length === entries.length ? state.timers : Object.fromEntries(kept) };
}

/**
 * Tasks that are to be done again. An expanded one is expanded anew; its instances stay, because their attempts have
 * to go on counting: an attempt number is part of every idempotency key.
 */
function resetTasks(
  stage: StageState,
  isReset: (taskId: string) => boolean,
  patch: Partial<TaskState>,
): Pick<StageState, 'tasks' | 'groups'> {
  const tasks = Object.entries(stage.tasks).map(([id, task]): [string, TaskState] => {
    if (!isReset(parseTaskId(id).taskId)) return [id, task];
    return [id, { ...task, ...patch, status: 'pending', timer: null, ended_at: null, tolerated: false }];
  });
  const groups = Object.entries(stage.groups).filter(([id]) => !isReset(id));
  return { tasks: Object.fromEntries(tasks), groups: Object.fromEntries(groups) };
}

function withdrawApprovals(state: WorkflowState, stageId: string): WorkflowState['approvals'] {
  const approvals: Record<string, ApprovalState> = { ...state.approvals };
  for (const point of state.approval_points) {
    const approval = approvals[point.id];
    const reviewed = 'task_id' in point ? point.stage_id : point.reviewed_stage_id;
    if (reviewed === stageId && approval?.approved === true) approvals[point.id] = { ...approval, approved: false };
  }
  return approvals;
}
