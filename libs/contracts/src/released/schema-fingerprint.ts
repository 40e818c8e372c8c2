import { createHash } from 'node:crypto';

import type { ClassConstructor } from 'class-transformer';

import { jsonSchemaOf } from '../json-schema';
import type { JsonSchema } from '../json-schema';

/** SHA-256 of what a class's schema demands: the same for other words in descriptions and another order of fields. */
export function schemaFingerprint(type: ClassConstructor<object>): string {
  return createHash('sha256')
    .update(JSON.stringify(demands(jsonSchemaOf(type))))
    .digest('hex');
}

function demands(schema: JsonSchema): unknown {
  const { description: _words, properties, $defs, ...rest } = schema;
  return sorted({
    ...mapped(rest, (value) => (isSchema(value) ? demands(value) : value)),
    ...(properties === undefined ? {} : { properties: sorted(mapped(properties, demands)) }),
    ...($defs === undefined ? {} : { $defs: sorted(mapped($defs, demands)) }),
  });
}

function mapped<T>(record: Record<string, T>, change: (value: T) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

function sorted(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isSchema(value: unknown): value is JsonSchema {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
