import type { CompiledProcess } from '../definition/compiled-process';
import type { ApprovalRequested } from './events';
import { stageOf, taskOf } from './process-lookup';
import type { WorkflowState } from './workflow';

/** What a question about a finished stage shows: the agent of its last task and the newest artifacts it wrote. */
export function questionAbout(
  stageId: string,
  state: WorkflowState,
  process: CompiledProcess,
): Pick<ApprovalRequested['data'], 'stage_id' | 'agent_id' | 'artifacts'> {
  const tasks = stageOf(process, stageId).task_ids.map((id) => taskOf(process, id));
  return {
    stage_id: stageId,
    agent_id: tasks.at(-1)?.agent_id ?? '',
    artifacts: tasks.flatMap((task) => state.artifacts[task.output.path] ?? []),
  };
}
