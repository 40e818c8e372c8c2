import { COMPENSATION_STAGE_ID } from '../definition/compensations';
import type { CompiledProcess, CompiledStage } from '../definition/compiled-process';
import type { AgentId, StageId, TaskId } from '../model/ids';
import type { ArtifactReference } from '../model/values';
import { artifactAt } from '../workflow/artifact-table';
import { taskOf } from '../workflow/process-lookup';
import { UNTOUCHED_STAGE } from '../workflow/task-table';
import { instanceIdsOf, outputPathOf, taskName } from '../workflow/task-texts';
import type { StageState, TaskStatus, WorkflowState } from '../workflow/workflow';

/** Where a task stands. */
export interface TaskStanding {
  readonly id: TaskId;
  readonly name: string;
  readonly kind: 'plan' | 'deliverable';
  readonly stage_id: StageId;
  readonly agent_id: AgentId;
  readonly status: Exclude<TaskStatus, 'interrupted'>;
  /** 0 before the first attempt. */
  readonly attempt: number;
  readonly expected_minutes: number;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly retry_at: string | null;
}

/** A task as people see it. */
export interface TaskView extends TaskStanding {
  /** The newest version of what the task writes, also while it is being written again. */
  readonly artifact: ArtifactReference | null;
}

/** A stage as people see it. */
export interface StageView<TTask extends TaskStanding = TaskView> {
  readonly id: StageId;
  readonly name: string;
  readonly status: 'pending' | 'running' | 'waiting_for_human' | 'completed' | 'skipped' | 'failed' | 'cancelled';
  /** 0 before the stage started. */
  readonly round: number;
  readonly tasks: readonly TTask[];
}

/** All tasks in the order they run, untouched ones included. */
export function taskViews(state: WorkflowState, process: CompiledProcess): readonly TaskView[] {
  return stageViews(state, process).flatMap((stage) => stage.tasks);
}

/** All stages with their tasks, untouched ones included; of an expanded task the instances. */
export function stageViews(state: WorkflowState, process: CompiledProcess): readonly StageView[] {
  return stageStandings(state, process).map((stage) => ({
    ...stage,
    tasks: stage.tasks.map((task) => ({
      ...task,
      artifact: artifactAt(state, outputPathOf(task.id, state, process)) ?? null,
    })),
  }));
}

/** All stages with where their tasks stand, what undoes them included; asked for with every decision. */
export function stageStandings(state: WorkflowState, process: CompiledProcess): readonly StageView<TaskStanding>[] {
  const asked = new Set(state.pending_approvals.map((pending) => pending.approval_id));
  const reviewed = new Set([
    ...state.approval_points
      .filter((point) => asked.has(point.id))
      .map((point) => ('task_id' in point ? point.stage_id : point.reviewed_stage_id)),
    ...state.pending_approvals.flatMap(({ task_id }) =>
      task_id === undefined ? [] : taskOf(process, task_id).stage_id,
    ),
  ]);
  return stagesOf(state, process).map((stage) => {
    const known = state.stages[stage.id];
    const tasks = tasksOf(stage, state, process);
    const status = stageStatus(known?.status, reviewed.has(stage.id), state, tasks, stage.id === COMPENSATION_STAGE_ID);
    return { id: stage.id, name: stage.name, status, round: known?.round ?? 0, tasks };
  });
}

/** What undoes the work is seen from the moment the workflow is cancelled. */
function stagesOf({ compensation }: WorkflowState, process: CompiledProcess): readonly CompiledStage[] {
  if (process.compensation === undefined || compensation === undefined || compensation.length === 0)
    return process.stages;
  return [...process.stages, { ...process.compensation.stage, task_ids: compensation }];
}

/** A stage's part of the state is another object whenever something happens to one of its tasks; most stages are done or to come. */
const standings = new WeakMap<
  StageState | CompiledStage,
  { process: CompiledProcess; tasks: readonly TaskStanding[] }
>();

function tasksOf(stage: CompiledStage, state: WorkflowState, process: CompiledProcess): readonly TaskStanding[] {
  const part = state.stages[stage.id];
  const known = standings.get(part ?? stage);
  // A migration goes on with the same state in another version of the process.
  if (known?.process === process) return known.tasks;
  const ids = stage.task_ids.flatMap((id) =>
    part?.groups[id] === undefined ? [id] : instanceIdsOf(id, state, process),
  );
  const tasks = ids.map((id) => taskStanding(id, stage.id, state, process));
  standings.set(part ?? stage, { process, tasks });
  return tasks;
}

function stageStatus(
  known: 'running' | 'completed' | 'skipped' | undefined,
  isReviewed: boolean,
  state: WorkflowState,
  tasks: readonly TaskStanding[],
  isUndoing: boolean,
): StageView['status'] {
  if (known === undefined) return 'pending';
  if (isReviewed) return 'waiting_for_human';
  if (known === 'completed' || known === 'skipped') return known;
  if (tasks.some((task) => task.status === 'failed') && state.phase !== 'running' && !isUndoing) return 'failed';
  if (state.phase === 'failed' || state.phase === 'cancelled') return 'cancelled';
  return state.phase === 'cancelling' && !isUndoing ? 'cancelled' : 'running';
}

function taskStanding(taskId: TaskId, stageId: StageId, state: WorkflowState, process: CompiledProcess): TaskStanding {
  const { kind, stage_id, agent_id, expected_minutes } = taskOf(process, taskId);
  const { tasks, status } = state.stages[stageId] ?? UNTOUCHED_STAGE;
  const known = tasks[taskId];
  const untouched = status === 'skipped' ? 'skipped' : 'pending';
  return {
    id: taskId,
    name: taskName(taskId, state, process),
    kind,
    stage_id,
    agent_id,
    status: known === undefined ? untouched : known.status === 'interrupted' ? 'retrying' : known.status,
    attempt: known?.attempt ?? 0,
    expected_minutes,
    // What is only ordered has not begun.
    started_at: known === undefined || (known.status === 'pending' && known.attempt === 0) ? null : known.scheduled_at,
    ended_at: known?.ended_at ?? null,
    retry_at: known?.timer?.due_at ?? null,
  };
}
