import { isCelList, isCelMap, isCelUint } from '@bufbuild/cel';
import type { CelInput } from '@bufbuild/cel';

import type { JsonValue } from '../model/json-value';
import { MAX_LIST_ITEMS } from '../model/list-limit';

/** Thrown when a value cannot be given to an expression, or cannot be kept as JSON. */
export class ExpressionValueError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ExpressionValueError';
  }
}

/**
 * JSON as an expression sees it: whole numbers are `int`, others `double`, objects maps.
 *
 * @throws ExpressionValueError for a list longer than an expression may look through.
 */
export function toCelInput(value: JsonValue): CelInput {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) {
    if (value.length > MAX_LIST_ITEMS) {
      throw new ExpressionValueError(`A list has ${value.length} items; expressions take at most ${MAX_LIST_ITEMS}.`);
    }
    return value.map(toCelInput);
  }
  return new Map(Object.entries(value).map(([key, member]): [string, CelInput] => [key, toCelInput(member)]));
}

/**
 * The result of an expression as JSON: the one place where whole numbers become plain numbers again.
 *
 * @throws ExpressionValueError for what JSON cannot hold.
 */
export function fromCelValue(value: unknown): JsonValue {
  if (typeof value === 'bigint') return Number(value);
  if (isCelUint(value)) return Number(value.value);
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (isCelList(value)) return [...value].map(fromCelValue);
  if (isCelMap(value)) {
    return Object.fromEntries([...value].map(([key, member]) => [String(fromCelValue(key)), fromCelValue(member)]));
  }
  throw new ExpressionValueError('The expression yields something that is no JSON value.');
}

function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}
