import Ajv from 'ajv';
import type { ValidateFunction } from 'ajv';

type Schema = Readonly<Record<string, unknown>>;

/** A schema is somebody else's text: what compiles it may neither grow without end nor run their patterns. */
const MOST_CHARACTERS = 100_000;
const DEEPEST = 32;
/** Patterns of strangers can take for ever; formats are left to the provider. */
const UNCHECKED = ['pattern', 'patternProperties', 'format', '$async'] as const;

/** What is wrong with a JSON Schema; undefined when nothing is. */
export function schemaFaultOf(schema: Schema): string | undefined {
  if (JSON.stringify(schema).length > MOST_CHARACTERS) return 'is too long for a schema';
  if (depthOf(schema, 0) > DEEPEST) return 'is nested too deeply for a schema';
  if ('type' in schema && schema['type'] !== 'object' && !('anyOf' in schema)) return 'must be a schema of an object';
  return compile(schema) === undefined ? 'is no valid JSON Schema' : undefined;
}

/** Whether a text is JSON and an instance of the schema. */
export function isInstance(text: string, schema: Schema): boolean {
  const value = parse(text);
  if (value === undefined) return false;
  return compile(schema)?.(value.parsed) ?? false;
}

/** Whether a text is a JSON object. */
export function isJsonObject(text: string): boolean {
  const parsed = parse(text)?.parsed;
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
}

/** One instance per schema: a shared one would keep every schema it ever saw. */
function compile(schema: Schema): ValidateFunction | undefined {
  try {
    const ajv = new Ajv({
      strict: false,
      allErrors: false,
      validateFormats: false,
      addUsedSchema: false,
      logger: false,
    });
    return ajv.compile(withoutPatterns(schema) as Schema);
  } catch {
    return undefined;
  }
}

function withoutPatterns(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutPatterns);
  if (typeof node !== 'object' || node === null) return node;
  const kept = Object.entries(node).filter(
    ([key, value]) => !(UNCHECKED as readonly string[]).includes(key) || isNestedSchema(key, value),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutPatterns(value)]));
}

/** A property that is merely called `format` or `pattern` holds a schema and stays. */
function isNestedSchema(key: string, value: unknown): boolean {
  return key !== 'patternProperties' && typeof value === 'object' && value !== null;
}

function depthOf(node: unknown, depth: number): number {
  if (typeof node !== 'object' || node === null || depth > DEEPEST) return depth;
  return Math.max(depth, ...Object.values(node).map((value) => depthOf(value, depth + 1)));
}

function parse(text: string): { readonly parsed: unknown } | undefined {
  try {
    return { parsed: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
