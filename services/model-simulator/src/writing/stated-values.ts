import type { JsonRecord, JsonValue, ValueSchema } from '@botarmy/process-engine';

import type { Understanding } from '../understanding/understanding';
import { code } from './block';
import type { Block } from './block';

/** Items of a list when nothing bounds it. */
const USUAL_ITEMS = 2;

/**
 * The values a document states, as the fenced block the contract asks for. They are favourable ones: yes, the highest
 * number, so that a process that repeats work until it is good enough comes to its end; texts come from the brief.
 */
export function valuesBlock(schemas: Readonly<Record<string, ValueSchema>>, about: Understanding): Block {
  return code('json values', JSON.stringify(statedValues(schemas, about), null, 2).split('\n'));
}

/** The values themselves; the same brief gives the same ones. */
export function statedValues(schemas: Readonly<Record<string, ValueSchema>>, about: Understanding): JsonRecord {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, valueOf(schema, about, 0)]));
}

function valueOf(schema: ValueSchema, about: Understanding, index: number): JsonValue {
  const { enum: words = [] } = schema;
  const word = words[index % Math.max(words.length, 1)];
  if (word !== undefined) return word;
  switch (schema.type) {
    case 'boolean':
      return true;
    case 'number':
    case 'integer':
      return schema.maximum ?? Math.max(schema.minimum ?? 0, about.capabilities.length);
    case 'string':
      return textOf(about, index).slice(0, schema.max_length ?? 200);
    case 'array': {
      const { items, max_items = USUAL_ITEMS } = schema;
      const length = items === undefined ? 0 : Math.min(max_items, USUAL_ITEMS);
      return Array.from({ length }, (_, place) => (items === undefined ? '' : valueOf(items, about, place)));
    }
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, member]) => [name, valueOf(member, about, index)]),
      );
  }
}

function textOf({ capabilities, product }: Understanding, index: number): string {
  const capability = capabilities[index % Math.max(capabilities.length, 1)];
  return capability === undefined ? `${product} ${index + 1}` : `${capability.verb} ${capability.object}`;
}
