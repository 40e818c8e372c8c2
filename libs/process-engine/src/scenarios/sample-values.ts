import type { ValueSchema } from '../contract/output-contract';
import type { CompiledInput } from '../definition/compiled-process';
import type { JsonRecord, JsonValue } from '../model/json-value';

/** Values that fit what a document must state, for stories that do not say which. */
export function sampleValues(schemas: Readonly<Record<string, ValueSchema>> | undefined): JsonRecord | null {
  if (schemas === undefined) return null;
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, sampleValue(schema)]));
}

/** Inputs that fit what a process requires. */
export function sampleInputs(inputs: readonly CompiledInput[] | undefined): JsonRecord {
  const required = (inputs ?? []).filter((input) => input.required && input.default === undefined);
  return Object.fromEntries(required.map((input) => [input.name, sampleInput(input)]));
}

function sampleInput(input: CompiledInput): JsonValue {
  switch (input.type) {
    case 'enum':
      return input.values?.[0] ?? '';
    case 'list':
      return [];
    case 'boolean':
      return true;
    case 'number':
    case 'integer':
      return 1;
    case 'string':
      return 'sample';
  }
}

function sampleValue(schema: ValueSchema): JsonValue {
  const [first] = schema.enum ?? [];
  if (first !== undefined) return first;
  switch (schema.type) {
    case 'boolean':
      return true;
    case 'number':
    case 'integer':
      return schema.minimum ?? Math.min(1, schema.maximum ?? 1);
    case 'string':
      return 'sample'.slice(0, schema.max_length ?? 6);
    case 'array':
      return schema.items === undefined || schema.max_items === 0 ? [] : [sampleValue(schema.items)];
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, member]) => [name, sampleValue(member)]),
      );
  }
}
