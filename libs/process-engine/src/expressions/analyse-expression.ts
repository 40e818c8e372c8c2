import { MAX_LIST_ITEMS } from '../model/list-limit';
import { MAX_COMPREHENSION_DEPTH, MAX_COMPREHENSIONS } from './expression-limits';
import type { ExpressionTree } from './read-expression';

/** A value an expression asks for, as the names on the way to it: `['tasks', 'first-plan', 'values', 'ok']`. */
export type ReferencePath = readonly string[];

/** What an expression asks for and how much it may cost. */
export interface ExpressionAnalysis {
  readonly references: readonly ReferencePath[];
  /** Two operands of `==` or `!=`, when one is a reference and the other a constant. */
  readonly comparisons: readonly {
    readonly path: ReferencePath;
    readonly constant: boolean | number | string | null;
  }[];
  /** Why it may not be used, in sentences; empty when it may. */
  readonly problems: readonly string[];
  /** What it yields, when that can be told without running it. */
  readonly type: 'bool' | 'number' | 'string' | 'list' | 'map' | 'null' | 'unknown';
}

const BOOL_CALLS = new Set([
  '_==_', '_!=_', '_<_', '_<=_', '_>_', '_>=_', '_&&_', '_||_', '!_', '@in', '@not_strictly_false',
  'contains', 'startsWith', 'endsWith', 'matches', 'bool',
]); // prettier-ignore
const NUMBER_CALLS = new Set(['_-_', '_*_', '_/_', '_%_', '-_', 'size', 'int', 'uint', 'double']);

/** Walks through the tree of an expression. */
export function analyseExpression(tree: ExpressionTree): ExpressionAnalysis {
  const references: ReferencePath[] = [];
  const comparisons: { path: ReferencePath; constant: boolean | number | string | null }[] = [];
  const problems: string[] = [];
  let comprehensions = 0;
  visit(tree, new Set(), 0);
  if (comprehensions > MAX_COMPREHENSIONS) {
    problems.push(`It looks through ${comprehensions} lists; at most ${MAX_COMPREHENSIONS} are allowed.`);
  }
  return { references, comparisons, problems, type: typeOf(tree) };

  function visit(node: ExpressionTree | undefined, bound: ReadonlySet<string>, depth: number): void {
    if (node === undefined) return;
    const path = referencePath(node);
    if (path !== undefined) {
      const [root = ''] = path;
      if (!bound.has(root) && root !== '@result') references.push(path);
      return;
    }
    const kind = node.exprKind;
    switch (kind.case) {
      case 'selectExpr':
        return visit(kind.value.operand, bound, depth);
      case 'callExpr': {
        noteComparison(kind.value.function, kind.value.args, bound);
        for (const operand of [kind.value.target, ...kind.value.args]) visit(operand, bound, depth);
        return;
      }
      case 'listExpr':
        if (kind.value.elements.length > MAX_LIST_ITEMS) problems.push(`A list has more than ${MAX_LIST_ITEMS} items.`);
        for (const element of kind.value.elements) visit(element, bound, depth);
        return;
      case 'structExpr':
        for (const { keyKind, value } of kind.value.entries) {
          if (keyKind.case === 'mapKey') visit(keyKind.value, bound, depth);
          visit(value, bound, depth);
        }
        return;
      case 'comprehensionExpr': {
        const { iterRange, iterVar, accuVar, accuInit, loopCondition, loopStep, result } = kind.value;
        comprehensions += 1;
        if (depth + 1 > MAX_COMPREHENSION_DEPTH) {
          problems.push(`Lists are looked through ${depth + 1} deep; at most ${MAX_COMPREHENSION_DEPTH} are allowed.`);
        }
        if (growsLists(iterRange)) problems.push('It looks through a list that it has put together with "+".');
        visit(iterRange, bound, depth);
        const inner = new Set([...bound, iterVar, accuVar]);
        for (const part of [accuInit, loopCondition, loopStep, result]) visit(part, inner, depth + 1);
        return;
      }
      default:
        return;
    }
  }

  function noteComparison(name: string, args: readonly ExpressionTree[], bound: ReadonlySet<string>): void {
    const [left, right] = args;
    if ((name !== '_==_' && name !== '_!=_') || left === undefined || right === undefined) return;
    for (const [one, other] of [
      [left, right],
      [right, left],
    ] as const) {
      const path = referencePath(one);
      const constant = constantOf(other);
      if (path !== undefined && constant !== undefined && !bound.has(path[0] ?? ''))
        comparisons.push({ path, constant });
    }
  }
}

/** `a.b["c"]` as a path; undefined for anything else. */
function referencePath(node: ExpressionTree): ReferencePath | undefined {
  const kind = node.exprKind;
  if (kind.case === 'identExpr') return [kind.value.name];
  if (kind.case === 'selectExpr' && kind.value.operand !== undefined) {
    const operand = referencePath(kind.value.operand);
    return operand === undefined ? undefined : [...operand, kind.value.field];
  }
  if (kind.case === 'callExpr' && kind.value.function === '_[_]') {
    const [operand, index] = kind.value.args;
    const path = operand === undefined ? undefined : referencePath(operand);
    const key = index === undefined ? undefined : constantOf(index);
    return path === undefined || key === undefined || key === null ? undefined : [...path, String(key)];
  }
  return undefined;
}

function constantOf(node: ExpressionTree): boolean | number | string | null | undefined {
  if (node.exprKind.case !== 'constExpr') return undefined;
  const { constantKind } = node.exprKind.value;
  switch (constantKind.case) {
    case 'int64Value':
    case 'uint64Value':
      return Number(constantKind.value);
    case 'doubleValue':
    case 'boolValue':
    case 'stringValue':
      return constantKind.value;
    case 'nullValue':
      return null;
    default:
      return undefined;
  }
}

/** True when a list is put together inside: `a + b` would let a short text make a long list. */
function growsLists(node: ExpressionTree | undefined): boolean {
  if (node?.exprKind.case !== 'callExpr') return false;
  const { function: name, target, args } = node.exprKind.value;
  return name === '_+_' || [target, ...args].some(growsLists);
}

function typeOf(node: ExpressionTree): ExpressionAnalysis['type'] {
  const kind = node.exprKind;
  switch (kind.case) {
    case 'constExpr': {
      const value = constantOf(node);
      if (value === null) return 'null';
      return typeof value === 'boolean' ? 'bool' : typeof value === 'number' ? 'number' : 'string';
    }
    case 'listExpr':
      return 'list';
    case 'structExpr':
      return 'map';
    case 'selectExpr':
      return kind.value.testOnly ? 'bool' : 'unknown';
    case 'callExpr':
      if (BOOL_CALLS.has(kind.value.function)) return 'bool';
      if (NUMBER_CALLS.has(kind.value.function)) return 'number';
      return kind.value.function === 'string' ? 'string' : 'unknown';
    case 'comprehensionExpr':
      return kind.value.accuInit?.exprKind.case === 'listExpr' ? 'list' : 'bool';
    default:
      return 'unknown';
  }
}
