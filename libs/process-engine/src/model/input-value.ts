import type { JsonValue } from './json-value';
import { MAX_LIST_ITEMS } from './list-limit';

/** What has to be known of an input to check a value for it. */
export interface InputType {
  readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'enum' | 'list';
  readonly values?: readonly string[];
  readonly items?: 'string' | 'number' | 'integer' | 'boolean' | 'object';
  readonly max: number;
}

/** True when a value may be given for an input. */
export function fitsInput(value: JsonValue, input: InputType): boolean {
  switch (input.type) {
    case 'string':
      return typeof value === 'string' && value.length <= input.max;
    case 'enum':
      return typeof value === 'string' && (input.values ?? []).includes(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'integer':
      return Number.isSafeInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'list':
      return (
        isList(value) &&
        value.length <= Math.min(input.max, MAX_LIST_ITEMS) &&
        value.every((item) => isItem(item, input))
      );
  }
}

/** True for a JSON list. */
export function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isItem(value: JsonValue, { items = 'string' }: InputType): boolean {
  if (items === 'integer') return Number.isSafeInteger(value);
  if (items === 'object') return typeof value === 'object' && value !== null && !isList(value);
  return typeof value === items;
}
