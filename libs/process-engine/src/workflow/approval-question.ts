import type { CompiledProcess } from '../definition/compiled-process';
import type { ArtifactReference } from '../model/values';
import type { PinnedApprovalPoint } from '../model/workflow-values';
import { artifactAt } from './artifact-table';
import type { ApprovalRequested } from './events';
import { stageOf, taskOf } from './process-lookup';
import { isAboutTask } from './standing';
import { inputPathsOf, instanceIdsOf, outputPathOf } from './task-texts';
import type { WorkflowState } from './workflow';

/**
 * What a question shows: of a finished stage or task the newest artifacts it wrote, of a task about to start what it is
 * going to read; and the agent concerned.
 */
export function questionAbout(
  point: PinnedApprovalPoint,
  state: WorkflowState,
  process: CompiledProcess,
): Pick<ApprovalRequested['data'], 'stage_id' | 'agent_id' | 'artifacts'> {
  if (isAboutTask(point)) {
    const { agent_id } = taskOf(process, point.task_id);
    const paths =
      point.position === 'after'
        ? outputsOf(point.task_id, state, process)
        : inputPathsOf(point.task_id, state, process);
    return { stage_id: point.stage_id, agent_id, artifacts: stored(paths, state) };
  }
  const tasks = stageOf(process, point.reviewed_stage_id).task_ids.map((id) => taskOf(process, id));
  return {
    stage_id: point.reviewed_stage_id,
    agent_id: tasks.at(-1)?.agent_id ?? '',
    artifacts: stored(
      tasks.flatMap((task) => outputsOf(task.id, state, process)),
      state,
    ),
  };
}

function outputsOf(taskId: string, state: WorkflowState, process: CompiledProcess): readonly string[] {
  return instanceIdsOf(taskId, state, process).map((id) => outputPathOf(id, state, process));
}

function stored(paths: readonly string[], state: WorkflowState): readonly ArtifactReference[] {
  return paths.flatMap((path) => artifactAt(state, path) ?? []);
}
