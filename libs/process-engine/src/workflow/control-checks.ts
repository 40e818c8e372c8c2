import type { CompiledProcess } from '../definition/compiled-process';
import { hasEnded } from './current-attempt';
import { reject } from './decision';
import type { Rejected } from './decision';
import { eachPlannedTask } from './task-texts';
import type { WorkflowState } from './workflow';

/** Why nothing can be done again in this workflow any more; undefined while it can. */
export function refuseWhenOver(state: WorkflowState): Rejected | undefined {
  if (hasEnded(state)) {
    const detail = `The workflow is ${state.phase} and stays so; fork it to go on from one of its ${state.version} events.`;
    return reject('workflow-ended', detail);
  }
  if (state.phase === 'cancelling') {
    const detail = 'The workflow is being cancelled: only what undoes its work can be retried or skipped.';
    return reject('workflow-cancelling', detail);
  }
  if (state.phase !== 'running') {
    return reject('workflow-closing', 'All stages are done; only what ends the workflow is left to do.');
  }
  return undefined;
}

/** Why nothing can be done about a task; while a workflow is cancelled only about what undoes its work. */
export function refuseForTask(taskId: string, state: WorkflowState, process: CompiledProcess): Rejected | undefined {
  if (state.phase === 'cancelling' && state.compensation?.includes(taskId) === true) return undefined;
  return refuseWhenOver(state) ?? refuseUnknownTask(taskId, state, process);
}

/** Why the workflow has no such task; undefined when it has. */
function refuseUnknownTask(taskId: string, state: WorkflowState, process: CompiledProcess): Rejected | undefined {
  if (Object.hasOwn(process.tasks, taskId)) return undefined;
  const known = [...eachPlannedTask(state, process)];
  if (known.includes(taskId)) return undefined;
  return reject(
    'unknown-task',
    `The workflow has no task of this id; its tasks are ${known.slice(0, 200).join(', ')}.`,
  );
}
