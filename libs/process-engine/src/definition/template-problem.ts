import type { ReferencePath } from '../expressions/analyse-expression';
import { referenceProblem } from './reference-problem';
import type { ReferenceProblem, ReferenceScope } from './reference-problem';

/** What is wrong with a placeholder of a task; undefined when it can be filled in. */
export function templateProblem(
  path: ReferencePath,
  isOutputPath: boolean,
  scope: ReferenceScope,
): ReferenceProblem | undefined {
  const [root = ''] = path;
  const fixed = ['item', 'index', 'inputs'];
  if (isOutputPath && !fixed.includes(root)) {
    const message = `A path cannot depend on "${root}": it must be the same for the whole workflow.`;
    return { code: 'unsafe-path', message, remedy: 'Use item, index and inputs only.' };
  }
  return referenceProblem(path, scope);
}
