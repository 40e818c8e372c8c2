import { isCelError } from '@bufbuild/cel';

import type { JsonRecord, JsonValue } from '../model/json-value';
import { ExpressionValueError, fromCelValue, toCelInput } from './cel-values';
import { readExpression } from './read-expression';

/** The value of an expression, or why it has none. */
export type Evaluation =
  { readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly problem: string };

/** Evaluates an expression; whatever goes wrong is a value. The same bindings always yield the same result. */
export function evaluateExpression(text: string, bindings: JsonRecord): Evaluation {
  try {
    const given = Object.entries(bindings).map(([name, value]) => [name, toCelInput(value)] as const);
    const result = readExpression(text).evaluate(Object.fromEntries(given));
    if (isCelError(result)) return { ok: false, problem: result.message };
    return { ok: true, value: fromCelValue(result) };
  } catch (error) {
    if (error instanceof ExpressionValueError || error instanceof RangeError)
      return { ok: false, problem: error.message };
    return { ok: false, problem: error instanceof Error ? error.message : 'It cannot be read.' };
  }
}
