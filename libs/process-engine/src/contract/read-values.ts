import type { JsonRecord, JsonValue } from '../model/json-value';
import type { ValueSchema } from './output-contract';

/** Largest values of one document, as bytes of JSON. */
export const MAX_VALUES_BYTES = 8_192;

/** The values a document states, or why they are not as they should be. */
export type ValuesReading =
  { readonly ok: true; readonly values: JsonRecord } | { readonly ok: false; readonly problems: readonly string[] };

const BLOCK = /^```json values[ \t]*\r?\n([\s\S]*?)^```[ \t]*$/gmu;

/**
 * Reads the values of a document from its fenced block that begins with ```` ```json values ```` and checks them. A
 * document has exactly one such block; what the contract does not name is refused.
 */
export function readValues(markdown: string, schemas: Readonly<Record<string, ValueSchema>>): ValuesReading {
  const blocks = [...markdown.matchAll(BLOCK)].map((match) => match[1] ?? '');
  const [block] = blocks;
  if (block === undefined)
    return refuse('The block of values is missing: a fenced block that begins with "```json values".');
  if (blocks.length > 1) return refuse(`There are ${blocks.length} blocks of values; write one.`);
  if (Buffer.byteLength(block) > MAX_VALUES_BYTES)
    return refuse(`The values take more than ${MAX_VALUES_BYTES} bytes.`);
  let values: unknown;
  try {
    values = JSON.parse(block);
  } catch {
    return refuse('The block of values is not valid JSON.');
  }
  const schema: ValueSchema = { type: 'object', properties: schemas };
  const problems = valueProblems(values as JsonValue, schema, 'values');
  return problems.length === 0 ? { ok: true, values: values as JsonRecord } : { ok: false, problems };
}

function valueProblems(value: JsonValue, schema: ValueSchema, name: string): readonly string[] {
  if (!isOfType(value, schema.type)) return [`"${name}" must be of type ${schema.type}.`];
  const problems: string[] = [];
  if (schema.enum !== undefined && !schema.enum.includes(value as string | number)) {
    problems.push(`"${name}" must be one of ${schema.enum.join(', ')}.`);
  }
  if (typeof value === 'number') {
    if (schema.minimum !== undefined && value < schema.minimum)
      problems.push(`"${name}" must be at least ${schema.minimum}.`);
    if (schema.maximum !== undefined && value > schema.maximum)
      problems.push(`"${name}" must be at most ${schema.maximum}.`);
  }
  if (typeof value === 'string' && schema.max_length !== undefined && value.length > schema.max_length) {
    problems.push(`"${name}" must have at most ${schema.max_length} characters.`);
  }
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    const most = schema.max_items ?? 200;
    if (items.length > most) return [...problems, `"${name}" must have at most ${most} items.`];
    const { items: each } = schema;
    return each === undefined
      ? problems
      : [...problems, ...items.flatMap((item, index) => valueProblems(item, each, `${name}[${index}]`))];
  }
  if (schema.type !== 'object' || schema.properties === undefined) return problems;
  return [...problems, ...memberProblems(value as JsonRecord, schema.properties, schema.required, name)];
}

function memberProblems(
  value: JsonRecord,
  properties: Readonly<Record<string, ValueSchema>>,
  required: readonly string[] = Object.keys(properties),
  name: string,
): readonly string[] {
  const missing = required.filter((key) => !Object.hasOwn(value, key)).map((key) => `"${name}.${key}" is missing.`);
  const members = Object.entries(value).flatMap(([key, member]) => {
    const schema = Object.hasOwn(properties, key) ? properties[key] : undefined;
    return schema === undefined
      ? [`"${name}.${key}" is not asked for.`]
      : valueProblems(member, schema, `${name}.${key}`);
  });
  return [...missing, ...members];
}

function isOfType(value: JsonValue, type: ValueSchema['type']): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isSafeInteger(value);
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

function refuse(problem: string): ValuesReading {
  return { ok: false, problems: [problem] };
}
