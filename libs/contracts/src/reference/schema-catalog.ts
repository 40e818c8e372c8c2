import type { ClassConstructor } from 'class-transformer';

import { nestedTypesOf, ownJsonSchemaOf } from '../json-schema';
import type { JsonSchema } from '../json-schema';

const PREFIX = '#/components/schemas/';

/** Schemas of a document by class name, each class once. */
export class SchemaCatalog {
  private readonly types = new Map<string, ClassConstructor<object>>();

  /** A reference to the class; it and all it holds become part of the catalog. Throws when two classes share a name. */
  referTo(type: ClassConstructor<object>): { $ref: string } {
    for (const each of [type, ...nestedTypesOf(type)]) {
      const known = this.types.get(each.name);
      if (known !== undefined && known !== each) throw new Error(`Two classes are called ${each.name}: rename one.`);
      this.types.set(each.name, each);
    }
    return { $ref: `${PREFIX}${type.name}` };
  }

  /** The schemas, sorted by name. */
  get schemas(): Record<string, JsonSchema> {
    const names = [...this.types.keys()].sort();
    return Object.fromEntries(names.map((name) => [name, this.schemaOf(name)]));
  }

  private schemaOf(name: string): JsonSchema {
    const type = this.types.get(name);
    return type === undefined ? {} : ownJsonSchemaOf(type, PREFIX);
  }
}
