import type { ClassConstructor } from 'class-transformer';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage';
import { targetConstructorToSchema } from 'class-validator-jsonschema';

import { nullableFieldsOf } from './fields';

/** A JSON Schema (2020-12 vocabulary used here is a subset of draft 7). */
export interface JsonSchema {
  [keyword: string]: unknown;
  type?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  $defs?: Record<string, JsonSchema>;
}

const DEFINITIONS_PREFIX = '#/$defs/';

/** Schema of one class without its nested classes; unknown fields are refused, nullable fields are required but may be null. */
export function ownJsonSchemaOf(
  type: ClassConstructor<object>,
  referencePrefix: string = DEFINITIONS_PREFIX,
): JsonSchema {
  const schema = targetConstructorToSchema(type, {
    classTransformerMetadataStorage: defaultMetadataStorage,
    refPointerPrefix: referencePrefix,
  }) as JsonSchema;
  const properties: Record<string, JsonSchema> = { ...schema.properties };
  const required = new Set(schema.required ?? []);
  for (const name of inheritedNullableFields(type)) {
    properties[name] = { anyOf: [properties[name] ?? {}, { type: 'null' }] };
    required.add(name);
  }
  return {
    ...schema,
    type: 'object',
    properties,
    ...(required.size > 0 ? { required: [...required].sort() } : {}),
    additionalProperties: false,
  };
}

/** Self-contained schema of a class with its nested classes under `$defs`. */
export function jsonSchemaOf(type: ClassConstructor<object>): JsonSchema {
  const definitions: Record<string, JsonSchema> = {};
  for (const nested of nestedTypesOf(type)) definitions[nested.name] = ownJsonSchemaOf(nested);
  const schema = ownJsonSchemaOf(type);
  return Object.keys(definitions).length > 0 ? { ...schema, $defs: definitions } : schema;
}

/** Every class reachable from a class through nested fields, the class itself not included unless it refers to itself. */
export function nestedTypesOf(type: ClassConstructor<object>): ClassConstructor<object>[] {
  const found = new Set<ClassConstructor<object>>();
  const open = [type];
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    for (const nested of directNestedTypes(current)) {
      if (found.has(nested)) continue;
      found.add(nested);
      open.push(nested);
    }
  }
  return [...found];
}

function directNestedTypes(type: ClassConstructor<object>): ClassConstructor<object>[] {
  const schema = ownJsonSchemaOf(type);
  const nested: ClassConstructor<object>[] = [];
  for (const name of Object.keys(schema.properties ?? {})) {
    const metadata = defaultMetadataStorage.findTypeMetadata(type, name);
    const declared = metadata?.typeFunction?.() as ClassConstructor<object> | undefined;
    if (declared !== undefined) nested.push(declared);
  }
  return nested;
}

function inheritedNullableFields(type: ClassConstructor<object>): string[] {
  const names: string[] = [];
  for (let current: unknown = type; typeof current === 'function'; current = Object.getPrototypeOf(current)) {
    if (current === Function.prototype) break;
    names.push(...nullableFieldsOf(current as ClassConstructor<object>));
  }
  return names;
}
