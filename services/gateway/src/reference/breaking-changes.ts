/** What the comparison reads of a JSON Schema. */
interface Schema {
  readonly [keyword: string]: unknown;
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
  readonly required?: boolean;
}
interface Operation {
  readonly operationId?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses?: Readonly<Record<string, Content>>;
}

/** A public document, as far as the comparison reads it. */
export interface ComparedDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

/** Which way a value travels: what is asked may be widened, what is answered may grow. */
type Direction = 'request' | 'response';

/**
 * What a client written for the released document would trip over: operations, fields and words that are gone, types that changed,
 * things that have to be sent now. One sentence each; empty when clients go on as before.
 */
export function breakingChanges(released: ComparedDocument, current: ComparedDocument): string[] {
  const comparison = new Comparison(released, current);
  for (const [path, methods] of Object.entries(released.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const name = `${method.toUpperCase()} ${path}`;
      const now = current.paths[path]?.[method];
      if (now === undefined) comparison.note(`${name} is gone`);
      else comparison.operation(name, operation, now);
    }
  }
  return comparison.found;
}

class Comparison {
  readonly found: string[] = [];
  private readonly compared = new Set<string>();

  constructor(
    private readonly released: ComparedDocument,
    private readonly current: ComparedDocument,
  ) {}

  note(sentence: string): void {
    this.found.push(sentence);
  }

  operation(name: string, before: Operation, now: Operation): void {
    if (before.operationId !== now.operationId) this.note(`${name} is called ${now.operationId ?? 'nothing'} now`);
    this.parameters(name, before.parameters ?? [], now.parameters ?? []);
    this.body(name, before.requestBody, now.requestBody);
    for (const [status, answer] of Object.entries(before.responses ?? {})) {
      if (!status.startsWith('2')) continue;
      const same = now.responses?.[status];
      if (same === undefined) this.note(`${name} does not answer ${status} any more`);
      else this.media(`${name} ${status}`, answer, same, 'response');
    }
  }

  private parameters(name: string, before: readonly Parameter[], now: readonly Parameter[]): void {
    const same = (one: Parameter) => now.find((each) => each.name === one.name && each.in === one.in);
    for (const parameter of before) {
      const found = same(parameter);
      const where = `${name} ${parameter.in} ${parameter.name}`;
      if (found === undefined) this.note(`${where} is gone`);
      else this.schema(where, parameter.schema ?? {}, found.schema ?? {}, 'request');
    }
    for (const parameter of now) {
      const old = before.find((each) => each.name === parameter.name && each.in === parameter.in);
      if (parameter.required === true && old?.required !== true)
        this.note(`${name} ${parameter.in} ${parameter.name} has to be sent now`);
    }
  }

  private body(name: string, before: Content | undefined, now: Content | undefined): void {
    if (now?.required === true && before?.required !== true) this.note(`${name} needs a body now`);
    if (before !== undefined && now === undefined) this.note(`${name} takes no body any more`);
    if (before !== undefined && now !== undefined) this.media(`${name} body`, before, now, 'request');
  }

  private media(where: string, before: Content, now: Content, direction: Direction): void {
    for (const [media, { schema }] of Object.entries(before.content ?? {})) {
      const same = now.content?.[media];
      if (same === undefined) this.note(`${where} is not ${media} any more`);
      else this.schema(where, schema, same.schema, direction);
    }
  }

  private schema(where: string, before: Schema, now: Schema, direction: Direction): void {
    const pair = `${direction} ${before.$ref ?? ''} ${now.$ref ?? ''}`;
    if (before.$ref !== undefined && now.$ref !== undefined) {
      if (this.compared.has(pair)) return;
      this.compared.add(pair);
    }
    const [old, fresh] = [resolve(this.released, before), resolve(this.current, now)];
    const [oldType, newType] = [typeOf(old), typeOf(fresh)];
    if (oldType !== newType) return this.note(`${where} was ${oldType} and is ${newType} now`);
    this.words(where, old, fresh, direction);
    if (old.items !== undefined && fresh.items !== undefined)
      this.schema(`${where}[]`, old.items, fresh.items, direction);
    this.choices(where, old, fresh, direction);
    this.fields(where, old, fresh, direction);
  }

  /** Types of the choices are compared already; what is inside is compared in order. */
  private choices(where: string, before: Schema, now: Schema, direction: Direction): void {
    for (const [index, choice] of (before.anyOf ?? []).entries()) {
      const same = now.anyOf?.[index];
      if (same !== undefined) this.schema(where, choice, same, direction);
    }
  }

  /** A word that is gone breaks who sends it; a new one in an answer is announced, and clients pass over it. */
  private words(where: string, before: Schema, now: Schema, direction: Direction): void {
    if (now.enum === undefined) return;
    if (before.enum === undefined && direction === 'request') this.note(`${where} takes only certain words now`);
    const gone = (before.enum ?? []).filter((word) => now.enum?.includes(word) !== true);
    if (gone.length > 0) this.note(`${where} has lost ${gone.join(', ')}`);
  }

  private fields(where: string, before: Schema, now: Schema, direction: Direction): void {
    for (const [field, schema] of Object.entries(before.properties ?? {})) {
      const same = now.properties?.[field];
      if (same === undefined) this.note(`${where}.${field} is gone`);
      else this.schema(`${where}.${field}`, schema, same, direction);
    }
    const wasRequired = new Set(before.required ?? []);
    const isRequired = new Set(now.required ?? []);
    if (direction === 'request') {
      for (const field of isRequired) if (!wasRequired.has(field)) this.note(`${where}.${field} has to be sent now`);
    } else {
      for (const field of wasRequired) {
        const isThere = now.properties?.[field] !== undefined;
        if (isThere && !isRequired.has(field)) this.note(`${where}.${field} is not always there any more`);
      }
    }
  }
}

function resolve(document: ComparedDocument, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  return document.components?.schemas?.[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)] ?? {};
}

/** The type in words, of choices all of them. */
function typeOf(schema: Schema): string {
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).sort().join(' or ');
  if (schema.$ref !== undefined) return 'object';
  return schema.type ?? 'anything';
}
