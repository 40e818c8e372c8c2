import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';

/** The part of JSON Schema the contracts use. */
export interface Schema {
  readonly [keyword: string]: unknown;
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly format?: string;
}

/** Finds the schema a reference names. */
export type Resolve = (reference: string) => Schema;

/** Lists and optional fields end here: trees that refer to themselves stay small. */
const DEEPEST = 5;
const LONGEST_LIST = 3;
const LONGEST_TEXT = 60;

/** Values that fit a schema. */
export function arbitraryOf(schema: Schema, resolve: Resolve, depth = 0): Arbitrary<unknown> {
  if (schema.$ref !== undefined) return arbitraryOf(resolve(schema.$ref), resolve, depth + 1);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((each) => arbitraryOf(each, resolve, depth)));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object':
      return objectOf(schema, resolve, depth);
    case 'array':
      return fc.array(arbitraryOf(schema.items ?? {}, resolve, depth + 1), {
        maxLength: depth > DEEPEST ? 0 : Math.min(schema.maxItems ?? LONGEST_LIST, LONGEST_LIST),
      });
    case 'string':
      return textOf(schema);
    case 'integer':
      return fc.integer(bounds(schema));
    case 'number':
      return fc.double({ ...bounds(schema), noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.oneof(fc.string({ maxLength: LONGEST_TEXT }), fc.integer(), fc.boolean(), fc.constant({}));
  }
}

function objectOf(schema: Schema, resolve: Resolve, depth: number): Arbitrary<unknown> {
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {}).filter(([name]) => required.has(name) || depth <= DEEPEST);
  return fc.record(Object.fromEntries(fields.map(([name, each]) => [name, arbitraryOf(each, resolve, depth + 1)])), {
    requiredKeys: fields.map(([name]) => name).filter((name) => required.has(name)),
  });
}

function textOf({ pattern, format, minLength = 0, maxLength = LONGEST_TEXT }: Schema): Arbitrary<string> {
  if (pattern !== undefined) {
    const fitting = fc.stringMatching(boundedPattern(pattern, minLength, maxLength));
    return fitting.filter((text) => text.length >= minLength && text.length <= maxLength);
  }
  if (format === 'date-time') {
    return fc
      .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString());
  }
  if (format === 'email') return fc.constant('ada@example.com');
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, LONGEST_TEXT)) });
}

/** What is repeated at the end of a pattern is repeated as often as the length asks. */
function boundedPattern(pattern: string, minLength: number, maxLength: number): RegExp {
  const most = Math.max(minLength, Math.min(maxLength - 1, LONGEST_TEXT));
  return new RegExp(pattern.replace(/[+*](\)*\$)$/, `{${Math.max(1, minLength)},${Math.max(1, most)}}$1`));
}

function bounds({ minimum = -1_000, maximum = 1_000_000 }: Schema): { min: number; max: number } {
  return { min: minimum, max: Math.max(minimum, maximum) };
}
