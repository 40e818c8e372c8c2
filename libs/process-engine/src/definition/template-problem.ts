import type { ReferencePath } from '../expressions/analyse-expression';
import type { ProcessDefinition } from './process-definition';
import type { PlacedTask, ProcessIndex } from './process-index';
import { referenceProblem } from './reference-problem';
import type { ReferenceProblem } from './reference-problem';

/** What is wrong with a placeholder of a task; undefined when it can be filled in. */
export function templateProblem(
  path: ReferencePath,
  isOutputPath: boolean,
  entry: PlacedTask,
  process: ProcessDefinition,
  index: ProcessIndex,
): ReferenceProblem | undefined {
  const [root = ''] = path;
  const fixed = ['item', 'index', 'inputs'];
  if (isOutputPath && !fixed.includes(root)) {
    const message = `A path cannot depend on "${root}": it must be the same for the whole workflow.`;
    return { code: 'unsafe-path', message, remedy: 'Use item, index and inputs only.' };
  }
  return referenceProblem(path, {
    process,
    index,
    hasItem: entry.task.for_each !== undefined,
    isBefore: isBefore(entry, index),
  });
}

function isBefore(entry: PlacedTask, index: ProcessIndex): (taskId: string) => boolean {
  return (taskId) => index.order.isTaskBefore(taskId, entry.task.id);
}
