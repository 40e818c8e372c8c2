import type { StageId, TaskId } from '../model/ids';
import type { StageState, TaskState, WorkflowState } from './workflow';

/** What a stage is before anything happened to it. */
export const UNTOUCHED_STAGE: StageState = {
  status: 'running',
  round: 1,
  repeats: 0,
  tasks: {},
  groups: {},
  notes: {},
  spent: { tokens: 0, cost_micros: 0 },
};

/** The state of a task or of an instance of one; undefined when nothing happened to it yet. */
export function findTask(state: Pick<WorkflowState, 'stages'>, taskId: TaskId): TaskState | undefined {
  const stageId = stageHolding(state, taskId);
  return stageId === undefined ? undefined : state.stages[stageId]?.tasks[taskId];
}

/** Every task that was touched, stage by stage. */
export function* eachTask(state: Pick<WorkflowState, 'stages'>): Generator<readonly [TaskId, TaskState]> {
  for (const stage of Object.values(state.stages)) yield* Object.entries(stage.tasks);
}

/** Every touched task of the stages that run; in a completed or skipped stage nothing is open. */
export function* openTasks(state: Pick<WorkflowState, 'stages'>): Generator<readonly [TaskId, TaskState]> {
  for (const stage of Object.values(state.stages)) {
    if (stage.status !== 'running') continue;
    for (const entry of Object.entries(stage.tasks)) if (!isSettled(entry[1])) yield entry;
  }
}

/** The stages with a task changed; unchanged when nothing happened to the task yet. */
export function withTask(
  state: Pick<WorkflowState, 'stages'>,
  taskId: TaskId,
  patch: Partial<TaskState>,
): Pick<WorkflowState, 'stages'> {
  const stageId = stageHolding(state, taskId);
  const stage = stageId === undefined ? undefined : state.stages[stageId];
  const task = stage?.tasks[taskId];
  if (stageId === undefined || stage === undefined || task === undefined) return { stages: state.stages };
  return withStage(state, stageId, { tasks: { ...stage.tasks, [taskId]: { ...task, ...patch } } });
}

/** The stages with one changed, or begun. */
export function withStage(
  state: Pick<WorkflowState, 'stages'>,
  stageId: StageId,
  patch: Partial<StageState>,
): Pick<WorkflowState, 'stages'> {
  const stage = state.stages[stageId] ?? UNTOUCHED_STAGE;
  return { stages: { ...state.stages, [stageId]: { ...stage, ...patch } } };
}

/** True when nothing more is to be done for a task unless somebody orders it again. */
export function isSettled(task: TaskState | undefined): boolean {
  if (task === undefined) return false;
  return task.status === 'completed' || task.status === 'skipped' || (task.status === 'failed' && task.tolerated);
}

/** A feedback text that is still kept. */
export function noteText(
  state: Pick<WorkflowState, 'stages'>,
  stageId: StageId,
  reference: string,
): string | undefined {
  const notes = state.stages[stageId]?.notes;
  return notes !== undefined && Object.hasOwn(notes, reference) ? notes[reference] : undefined;
}

function stageHolding(state: Pick<WorkflowState, 'stages'>, taskId: TaskId): StageId | undefined {
  for (const stageId in state.stages) {
    const tasks = state.stages[stageId]?.tasks;
    if (tasks !== undefined && Object.hasOwn(tasks, taskId)) return stageId;
  }
  return undefined;
}
