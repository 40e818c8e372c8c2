import { evaluateOn } from './expression-bindings';
import type { ExpressionScope } from './expression-bindings';
import { failWorkflow } from './fail-workflow';
import type { Transcript } from './transcript';

type Place = Pick<ExpressionScope, 'process' | 'taskId' | 'stageId'>;

/**
 * Whether a condition holds now. One that cannot be told ends the workflow: going on would be a guess.
 *
 * @returns undefined when the workflow was ended.
 */
export function holds(expression: string, field: string, place: Place, transcript: Transcript): boolean | undefined {
  const result = evaluateOn(expression, { ...place, state: transcript.state });
  if (result.ok && typeof result.value === 'boolean') return result.value;
  const problem = result.ok
    ? `It yields ${JSON.stringify(result.value).slice(0, 100)}, not true or false.`
    : result.problem;
  failExpression(expression, field, problem, place, transcript);
  return undefined;
}

/** Ends the workflow because an expression of its process cannot be evaluated. */
export function failExpression(
  expression: string,
  field: string,
  problem: string,
  place: Place,
  transcript: Transcript,
): void {
  const where = place.taskId ?? place.stageId ?? place.process.name;
  failWorkflow(
    transcript,
    'expression-failed',
    `${field} of ${where}, "${expression}": ${problem}`,
    place.taskId ?? null,
  );
}
