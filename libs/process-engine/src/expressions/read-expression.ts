import { celEnv, parse, plan } from '@bufbuild/cel';
import type { CelInput, CelResult } from '@bufbuild/cel';

import { MAX_EXPRESSION_CHARACTERS } from './expression-limits';

/** The syntax tree of an expression. */
export type ExpressionTree = ReturnType<typeof parse>['expr'];

/** An expression that can be evaluated. */
export interface ReadExpression {
  readonly text: string;
  readonly tree: ExpressionTree;
  readonly evaluate: (bindings: Record<string, CelInput>) => CelResult;
}

/** Expressions kept ready; the oldest goes first. */
const MAX_KEPT = 2_000;

const environment = celEnv();
const kept = new Map<string, ReadExpression>();

/**
 * Parses an expression. What was read before is not parsed again.
 *
 * @throws Error with what is wrong with it.
 */
export function readExpression(text: string): ReadExpression {
  const known = kept.get(text);
  if (known !== undefined) return known;
  if (text.length > MAX_EXPRESSION_CHARACTERS) {
    throw new RangeError(`It has ${text.length} characters; at most ${MAX_EXPRESSION_CHARACTERS} are allowed.`);
  }
  const tree = parse(text);
  const planned = plan(environment, tree.expr) as (bindings: Record<string, CelInput>) => CelResult;
  const expression = { text, tree: tree.expr, evaluate: planned };
  const [oldest] = kept.keys();
  if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest);
  kept.set(text, expression);
  return expression;
}
