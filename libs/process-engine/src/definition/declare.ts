import type { JsonRecord, JsonValue } from '../model/json-value';

/** The subset of JSON Schema (draft 2020-12) that definitions use. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly maxProperties?: number;
}

/** One declaration from which the JSON Schema, the check and the TypeScript type of a field derive. */
export interface Declaration<TValue> {
  readonly schema: JsonSchema;
  /** Never set; carries the type. */
  readonly type?: TValue;
}

/** The TypeScript type of a declaration. */
export type Declared<TDeclaration> = TDeclaration extends Declaration<infer TValue> ? TValue : never;

type Fields = Readonly<Record<string, Declaration<unknown>>>;
type ObjectOf<TRequired extends Fields, TOptional extends Fields> = {
  readonly [K in keyof TRequired]: Declared<TRequired[K]>;
} & { readonly [K in keyof TOptional]?: Declared<TOptional[K]> };

/** Text; without a pattern it is free text. */
export function text(
  description: string,
  bounds: { readonly pattern?: string; readonly min?: number; readonly max: number },
): Declaration<string> {
  const { pattern, min = 1, max } = bounds;
  return { schema: { type: 'string', description, minLength: min, maxLength: max, ...(pattern && { pattern }) } };
}

/** A whole number. */
export function integer(description: string, minimum: number, maximum: number): Declaration<number> {
  return { schema: { type: 'integer', description, minimum, maximum } };
}

/** A number. */
export function number(description: string, minimum: number, maximum: number): Declaration<number> {
  return { schema: { type: 'number', description, minimum, maximum } };
}

/** True or false. */
export function flag(description: string): Declaration<boolean> {
  return { schema: { type: 'boolean', description } };
}

/** Names with any JSON values. */
export function record(description: string): Declaration<JsonRecord> {
  return { schema: { type: 'object', description, maxProperties: 100, additionalProperties: true } };
}

/** Names with values of one declaration. */
export function recordOf<TValue>(
  description: string,
  value: Declaration<TValue>,
  bounds: { readonly pattern: string; readonly max: number },
): Declaration<Readonly<Record<string, TValue>>> {
  const names = { propertyNames: { type: 'string', pattern: bounds.pattern }, maxProperties: bounds.max };
  return { schema: { type: 'object', description, ...names, additionalProperties: value.schema } };
}

/** Any JSON value. */
export function anything(description: string): Declaration<JsonValue> {
  return { schema: { description } };
}

/** One of a closed list of words. */
export function oneOf<const TWord extends string>(description: string, ...words: readonly TWord[]): Declaration<TWord> {
  return { schema: { type: 'string', description, enum: words } };
}

/** Always the same number. */
export function constant<const TValue extends number>(description: string, value: TValue): Declaration<TValue> {
  return { schema: { type: 'integer', description, const: value } };
}

/** A list. */
export function list<TItem>(
  description: string,
  item: Declaration<TItem>,
  bounds: { readonly min?: number; readonly max: number; readonly unique?: boolean },
): Declaration<readonly TItem[]> {
  const { min = 0, max, unique } = bounds;
  const size = { minItems: min, maxItems: max, ...(unique === true && { uniqueItems: true }) };
  return { schema: { type: 'array', description, items: item.schema, ...size } };
}

/** An object with required and optional fields and no others. */
export function object<TRequired extends Fields, TOptional extends Fields = Record<never, never>>(
  description: string,
  required: TRequired,
  optional?: TOptional,
): Declaration<ObjectOf<TRequired, TOptional>> {
  const fields = Object.entries({ ...required, ...optional });
  const properties = Object.fromEntries(fields.map(([name, field]) => [name, field.schema]));
  const shape = { properties, required: Object.keys(required), additionalProperties: false };
  return { schema: { type: 'object', description, ...shape } };
}
