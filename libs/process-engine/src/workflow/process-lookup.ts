import type { CompiledProcess, CompiledStage, CompiledTask } from '../definition/compiled-process';

/** Thrown when state and process do not belong together; the pinned process is the only one that may be passed. */
export class ProcessMismatchError extends Error {
  constructor(what: string) {
    super(`The process has no ${what}; pass the process version the workflow is pinned to.`);
    this.name = 'ProcessMismatchError';
  }
}

/** The task of that id. @throws ProcessMismatchError */
export function taskOf(process: CompiledProcess, taskId: string): CompiledTask {
  const task = Object.hasOwn(process.tasks, taskId) ? process.tasks[taskId] : undefined;
  if (task === undefined) throw new ProcessMismatchError(`task ${taskId}`);
  return task;
}

/** The stage of that id. @throws ProcessMismatchError */
export function stageOf(process: CompiledProcess, stageId: string): CompiledStage {
  const stage = process.stages.find((candidate) => candidate.id === stageId);
  if (stage === undefined) throw new ProcessMismatchError(`stage ${stageId}`);
  return stage;
}
