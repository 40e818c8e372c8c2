import type { JsonRecord, JsonValue } from '../model/json-value';
import type { AnswerSchema } from '../model/question';

const TYPES = new Set<unknown>(['string', 'number', 'integer', 'boolean', 'array', 'object']);
const KEYWORDS = new Set(
  'type title description enum minimum maximum minLength maxLength maxItems items properties required'.split(' '),
);
const MAX_DEPTH = 2;
const MAX_MEMBERS = 20;
const MAX_ITEMS = 50;

/** Why something is no schema an answer can be checked by; empty when it is one. Anything beyond the known keywords is refused. */
export function schemaProblems(schema: unknown, name: string, depth = 0): readonly string[] {
  if (!isRecord(schema)) return [`"${name}" must be a JSON Schema object.`];
  if (depth > MAX_DEPTH) return [`"${name}" is nested more than ${MAX_DEPTH} levels deep.`];
  const unknown = Object.keys(schema).filter((key) => !KEYWORDS.has(key));
  if (unknown.length > 0) return [`"${name}" uses ${unknown.join(', ')}; only ${[...KEYWORDS].join(', ')} are known.`];
  if (!TYPES.has(schema['type'])) return [`"${name}.type" must be one of ${[...TYPES].join(', ')}.`];
  const { enum: values, items, properties, required } = schema;
  return [
    ...['minimum', 'maximum', 'minLength', 'maxLength', 'maxItems']
      .filter((key) => schema[key] !== undefined && typeof schema[key] !== 'number')
      .map((key) => `"${name}.${key}" must be a number.`),
    ...['title', 'description']
      .filter((key) => schema[key] !== undefined && !isText(schema[key], 200))
      .map((key) => `"${name}.${key}" must be a text of at most 200 characters.`),
    ...(values === undefined || isChoice(values) ? [] : [`"${name}.enum" must be a list of texts or numbers.`]),
    ...(items === undefined ? [] : schemaProblems(items, `${name}.items`, depth + 1)),
    ...(properties === undefined ? [] : memberSchemaProblems(properties, `${name}.properties`, depth)),
    ...(required === undefined || (Array.isArray(required) && required.every((key) => isText(key, 60)))
      ? []
      : [`"${name}.required" must be a list of names.`]),
  ];
}

/** Why a value does not fit a schema, in sentences; empty when it does. */
export function answerProblems(value: JsonValue, schema: AnswerSchema, name: string): readonly string[] {
  if (!isOfType(value, schema.type)) return [`${name} must be of type ${schema.type}.`];
  if (schema.enum !== undefined && !schema.enum.includes(value as string | number))
    return [`${name} must be one of ${schema.enum.join(', ')}.`];
  if (typeof value === 'number') return numberProblems(value, schema, name);
  if (typeof value === 'string') return textProblems(value, schema, name);
  if (Array.isArray(value)) {
    const most = schema.maxItems ?? MAX_ITEMS;
    const { items } = schema;
    if (value.length > most) return [`${name} must have at most ${most} items.`];
    const list = value as readonly JsonValue[];
    return items === undefined ? [] : list.flatMap((item, at) => answerProblems(item, items, `${name}[${at}]`));
  }
  return schema.type === 'object' ? memberProblems(value as JsonRecord, schema, name) : [];
}

function numberProblems(value: number, { minimum, maximum }: AnswerSchema, name: string): readonly string[] {
  if (minimum !== undefined && value < minimum) return [`${name} must be at least ${minimum}.`];
  return maximum !== undefined && value > maximum ? [`${name} must be at most ${maximum}.`] : [];
}

function textProblems(value: string, { minLength = 0, maxLength }: AnswerSchema, name: string): readonly string[] {
  if (value.length < minLength) return [`${name} must have at least ${minLength} characters.`];
  return maxLength !== undefined && value.length > maxLength
    ? [`${name} must have at most ${maxLength} characters.`]
    : [];
}

function memberProblems(value: JsonRecord, schema: AnswerSchema, name: string): readonly string[] {
  const { properties, required = [] } = schema;
  const missing = required.filter((key) => !Object.hasOwn(value, key)).map((key) => `${name}.${key} is missing.`);
  if (properties === undefined) return missing;
  const wrong = Object.entries(value).flatMap(([key, member]) => {
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    return known === undefined ? [`${name}.${key} is not asked for.`] : answerProblems(member, known, `${name}.${key}`);
  });
  return [...missing, ...wrong];
}

function memberSchemaProblems(properties: unknown, name: string, depth: number): readonly string[] {
  if (!isRecord(properties)) return [`"${name}" must be an object of schemas.`];
  const entries = Object.entries(properties);
  if (entries.length > MAX_MEMBERS) return [`"${name}" names more than ${MAX_MEMBERS} members.`];
  return entries.flatMap(([key, member]) => schemaProblems(member, `${name}.${key}`, depth + 1));
}

function isChoice(values: unknown): boolean {
  return (
    Array.isArray(values) &&
    values.length > 0 &&
    values.length <= MAX_ITEMS &&
    values.every((value) => typeof value === 'number' || isText(value, 200))
  );
}

function isText(value: unknown, most: number): boolean {
  return typeof value === 'string' && value.length <= most;
}

function isOfType(value: JsonValue, type: AnswerSchema['type']): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isSafeInteger(value);
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (type === 'object') return isRecord(value);
  return typeof value === type;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
