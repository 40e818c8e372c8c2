import type { CompiledProcess, CompiledStage, CompiledTask } from '../definition/compiled-process';
import { parseTaskId } from '../model/instance-ids';

/** Thrown when state and process do not belong together; the pinned process is the only one that may be passed. */
export class ProcessMismatchError extends Error {
  constructor(what: string) {
    super(`The process has no ${what}; pass the process version the workflow is pinned to.`);
    this.name = 'ProcessMismatchError';
  }
}

/** The task of that id, or the one the instance of that id was made from. @throws ProcessMismatchError */
export function taskOf(process: CompiledProcess, taskId: string): CompiledTask {
  const task = findTaskOf(process, taskId);
  if (task === undefined) throw new ProcessMismatchError(`task ${taskId}`);
  return task;
}

/** The task of that id, what undoes others included, or the one the instance of that id was made from. */
export function findTaskOf({ tasks, compensation }: CompiledProcess, taskId: string): CompiledTask | undefined {
  const id = parseTaskId(taskId).taskId;
  if (Object.hasOwn(tasks, id)) return tasks[id];
  return compensation !== undefined && Object.hasOwn(compensation.tasks, id) ? compensation.tasks[id] : undefined;
}

/** The stage of that id. @throws ProcessMismatchError */
export function stageOf(process: CompiledProcess, stageId: string): CompiledStage {
  const stage =
    process.compensation?.stage.id === stageId
      ? process.compensation.stage
      : process.stages.find((candidate) => candidate.id === stageId);
  if (stage === undefined) throw new ProcessMismatchError(`stage ${stageId}`);
  return stage;
}

/** Stages that must be done before a stage starts: those it names, else the one before it in the list. */
export function stageNeeds(process: CompiledProcess, stage: CompiledStage): readonly string[] {
  if (stage.needs !== undefined) return stage.needs;
  const previous = process.stages[stage.index - 1];
  return previous === undefined ? [] : [previous.id];
}
