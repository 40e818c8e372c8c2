import { analyseExpression } from '../expressions/analyse-expression';
import type { ExpressionAnalysis } from '../expressions/analyse-expression';
import { evaluateExpression } from '../expressions/evaluate-expression';
import { readExpression } from '../expressions/read-expression';
import { comparisonProblem } from './comparison-problem';
import type { ErrorCollector, PartPath } from './definition-source';
import type { ProcessDefinition } from './process-definition';
import type { ProcessIndex } from './process-index';
import { referenceProblem } from './reference-problem';

interface Place {
  readonly at: PartPath;
  readonly yields: 'bool' | 'list';
  readonly hasItem: boolean;
  readonly isBefore: (taskId: string) => boolean;
  /** Told when the expression always yields false, or an empty list. */
  readonly unreachable: string;
}

/** Every expression of a process: can it be read, is it bounded, does every name stand for something, do types fit. */
export function validateExpressions(process: ProcessDefinition, index: ProcessIndex, errors: ErrorCollector): void {
  const { order } = index;
  for (const { task, path } of index.placed) {
    const isBefore = (id: string) => order.isTaskBefore(id, task.id);
    const hasItem = task.for_each !== undefined;
    const unreachable = `The task "${task.id}" is never done.`;
    const check = (text: string | undefined, place: Pick<Place, 'at' | 'yields'> & Partial<Place>) =>
      validateExpression(text, { hasItem, isBefore, unreachable, ...place }, process, index, errors);
    check(task.when, { at: [...path, 'when'], yields: 'bool' });
    check(task.for_each?.in, { at: [...path, 'for_each', 'in'], yields: 'list', hasItem: false });
    const isDone = (id: string) => id === task.id || isBefore(id);
    check(task.repeat?.until, { at: [...path, 'repeat', 'until'], yields: 'bool', isBefore: isDone, unreachable: '' });
  }
  process.stages.forEach((stage, stageIndex) => {
    const at = ['stages', stageIndex];
    const isBefore = (id: string) => order.isBeforeStage(id, stage.id);
    const isDone = (id: string) => stage.tasks.some((task) => task.id === id) || isBefore(id);
    const unreachable = `No task of the stage "${stage.id}" is ever done.`;
    const place = { hasItem: false, yields: 'bool' } as const;
    validateExpression(stage.when, { ...place, at: [...at, 'when'], isBefore, unreachable }, process, index, errors);
    const until = { ...place, at: [...at, 'repeat', 'until'], isBefore: isDone, unreachable: '' };
    validateExpression(stage.repeat?.until, until, process, index, errors);
  });
}

function validateExpression(
  text: string | undefined,
  place: Place,
  process: ProcessDefinition,
  index: ProcessIndex,
  errors: ErrorCollector,
): void {
  if (text === undefined) return;
  const analysis = analyse(text, place.at, errors);
  if (analysis === undefined) return;
  for (const problem of analysis.problems) {
    errors.add(place.at, 'expression-too-complex', problem, 'Split it, or let an agent state the value.');
  }
  const scope = { process, index, hasItem: place.hasItem, isBefore: place.isBefore };
  const problems = analysis.references.flatMap((path) => referenceProblem(path, scope) ?? []);
  for (const { code, message, remedy } of problems) errors.add(place.at, code, message, remedy);
  for (const comparison of analysis.comparisons) {
    const problem = comparisonProblem(comparison, process, index);
    if (problem !== undefined) errors.add(place.at, 'expression-type', problem.message, problem.remedy);
  }
  if (analysis.type !== 'unknown' && analysis.type !== place.yields) {
    const wanted = place.yields === 'bool' ? 'true or false' : 'a list';
    const message = `The expression yields a value of type ${analysis.type}; it must yield ${wanted}.`;
    errors.add(
      place.at,
      'expression-type',
      message,
      place.yields === 'bool' ? 'Compare it with something.' : 'Name a list.',
    );
    return;
  }
  if (analysis.references.length > 0 || analysis.problems.length > 0 || place.unreachable === '') return;
  const result = evaluateExpression(text, {});
  const isNever = result.ok && (result.value === false || (Array.isArray(result.value) && result.value.length === 0));
  if (isNever)
    errors.add(place.at, 'unreachable-task', place.unreachable, 'Remove it, or let the expression ask for something.');
}

function analyse(text: string, at: PartPath, errors: ErrorCollector): ExpressionAnalysis | undefined {
  try {
    return analyseExpression(readExpression(text).tree);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : '';
    const remedy = 'Write a CEL expression, e.g. tasks.first_plan.values.is_ready == true.';
    errors.add(at, 'invalid-expression', `The expression cannot be read: ${why ?? ''}`.replace(/\.?$/, '.'), remedy);
    return undefined;
  }
}
