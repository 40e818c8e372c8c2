import type { CompiledProcess } from '../definition/compiled-process';
import type { AgentId, StageId, TaskId } from '../model/ids';
import type { ArtifactReference } from '../model/values';
import { taskOf } from '../workflow/process-lookup';
import type { TaskStatus, WorkflowState } from '../workflow/workflow';

/** A task as people see it. */
export interface TaskView {
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
  /** The newest version of what the task writes, also while it is being written again. */
  readonly artifact: ArtifactReference | null;
}

/** A stage as people see it. */
export interface StageView {
  readonly id: StageId;
  readonly name: string;
  readonly status: 'pending' | 'running' | 'waiting_for_human' | 'completed' | 'failed' | 'cancelled';
  /** 0 before the stage started. */
  readonly round: number;
  readonly tasks: readonly TaskView[];
}

/** All tasks in the order they run, untouched ones included. */
export function taskViews(state: WorkflowState, process: CompiledProcess): readonly TaskView[] {
  return stageViews(state, process).flatMap((stage) => stage.tasks);
}

/** All stages with their tasks, untouched ones included. */
export function stageViews(state: WorkflowState, process: CompiledProcess): readonly StageView[] {
  const pending = state.pending_approval;
  const reviewed = state.approval_points.find((point) => point.id === pending?.approval_id)?.reviewed_stage_id;
  return process.stages.map((stage) => {
    const tasks = stage.task_ids.map((id) => taskView(id, state, process));
    const known = state.stages[stage.id];
    const status = stageStatus(known?.status, stage.id === reviewed, state, tasks);
    return { id: stage.id, name: stage.name, status, round: known?.round ?? 0, tasks };
  });
}

function stageStatus(
  known: 'running' | 'completed' | undefined,
  isReviewed: boolean,
  state: WorkflowState,
  tasks: readonly TaskView[],
): StageView['status'] {
  if (known === undefined) return 'pending';
  if (isReviewed) return 'waiting_for_human';
  if (known === 'completed') return 'completed';
  if (tasks.some((task) => task.status === 'failed')) return 'failed';
  if (state.phase === 'failed' || state.phase === 'cancelled') return 'cancelled';
  return 'running';
}

function taskView(taskId: TaskId, state: WorkflowState, process: CompiledProcess): TaskView {
  const { id, name, kind, stage_id, agent_id, expected_minutes, output } = taskOf(process, taskId);
  const known = state.tasks[taskId];
  return {
    id,
    name,
    kind,
    stage_id,
    agent_id,
    status: known === undefined ? 'pending' : known.status === 'interrupted' ? 'retrying' : known.status,
    attempt: known?.attempt ?? 0,
    expected_minutes,
    started_at: known?.scheduled_at ?? null,
    ended_at: known?.ended_at ?? null,
    retry_at: known?.timer?.due_at ?? null,
    artifact: state.artifacts[output.path] ?? null,
  };
}
