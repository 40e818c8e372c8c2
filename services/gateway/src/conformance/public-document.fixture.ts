import Ajv from 'ajv';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

import type { Schema } from './arbitrary-of-schema.fixture';

/** One operation of the public document. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: 'path' | 'query' | 'header';
    readonly required: boolean;
    readonly schema: Schema;
  }[];
  /** Schema of the JSON body, when it takes one. */
  readonly body?: Schema;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
}

interface RawDocument {
  readonly paths: Record<
    string,
    Record<string, Omit<Operation, 'method' | 'path' | 'body'> & { requestBody?: RawBody }>
  >;
  readonly components: { readonly schemas: Record<string, Schema> };
}
interface RawBody {
  readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
}

const PREFIX = '#/components/schemas/';

/** The public document with its operations and validators. */
export class PublicDocumentReader {
  private readonly ajv = addFormats(new Ajv({ allErrors: true, strict: false }), ['date-time', 'email']);
  private readonly compiled = new Map<Schema, ValidateFunction>();

  constructor(private readonly document: RawDocument) {
    this.ajv.addSchema({ $id: 'document', components: document.components } as object);
  }

  get operations(): Operation[] {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { requestBody, ...operation }]) => {
        const body = requestBody?.content['application/json']?.schema;
        return {
          ...operation,
          parameters: (operation.parameters as Operation['parameters'] | undefined) ?? [],
          method: method.toUpperCase(),
          path,
          ...(body === undefined ? {} : { body }),
        };
      }),
    );
  }

  find(method: string, path: string): Operation | undefined {
    return this.operations.find((operation) => operation.method === method && operation.path === path);
  }

  readonly resolve = (reference: string): Schema => {
    const schema = this.document.components.schemas[reference.slice(PREFIX.length)];
    if (schema === undefined) throw new Error(`the document misses ${reference}`);
    return schema;
  };

  /** What is wrong with a value; empty when it fits. */
  problemsOf(schema: Schema, value: unknown): string[] {
    let validate = this.compiled.get(schema);
    if (validate === undefined) {
      validate = this.ajv.compile(
        JSON.parse(JSON.stringify(schema).replaceAll(`"${PREFIX}`, `"document${PREFIX}`)) as object,
      );
      this.compiled.set(schema, validate);
    }
    if (validate(value) === true) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message ?? ''}`);
  }
}

/** True where bytes are streamed: an archive, the content of a file. */
export function isBytes({ responses }: Operation): boolean {
  const media = Object.keys(responses['200']?.content ?? {});
  return media.length > 0 && media.every((type) => type !== 'application/json' && !type.startsWith('text/event'));
}

/** True for answers that end when the client leaves: streams of events have tests of their own, in src/agui. */
export function isEventStream({ responses }: Operation): boolean {
  return Object.values(responses).some(({ content }) => content?.['text/event-stream'] !== undefined);
}
