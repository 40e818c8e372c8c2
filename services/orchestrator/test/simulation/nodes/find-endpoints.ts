import type { Type } from '@nestjs/common';

import 'reflect-metadata';

/** A method that Nest would call: for a durable's messages, or for a question. */
export interface Endpoint {
  /** Durable name or subject of the question. */
  readonly pattern: string;
  readonly controller: Type<object>;
  readonly method: string;
}

/** Every handler and answer of a module and of those it imports, as its decorators declare them. */
export function findEndpoints(module: Type<object>, seen = new Set<Type<object>>()): Endpoint[] {
  if (seen.has(module)) return [];
  seen.add(module);
  const controllers = (Reflect.getMetadata('controllers', module) ?? []) as Type<object>[];
  const imports = (Reflect.getMetadata('imports', module) ?? []) as (Type<object> | { module: Type<object> })[];
  const imported = imports.filter((entry): entry is Type<object> => typeof entry === 'function');
  return [...controllers.flatMap(endpointsOf), ...imported.flatMap((entry) => findEndpoints(entry, seen))];
}

function endpointsOf(controller: Type<object>): Endpoint[] {
  const prototype = controller.prototype as Record<string, object>;
  return Object.getOwnPropertyNames(prototype).flatMap((method) => {
    if (method === 'constructor') return [];
    const patterns = (Reflect.getMetadata('microservices:pattern', prototype[method] ?? {}) ?? []) as string[];
    return patterns.map((pattern) => ({ pattern, controller, method }));
  });
}
