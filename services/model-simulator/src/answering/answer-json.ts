import { SeededChoice } from '../language/seeded-choice';
import { understandText } from '../understanding/understand';
import type { Understanding } from '../understanding/understanding';

type Schema = Readonly<Record<string, unknown>>;

const MAXIMUM_DEPTH = 8;

/** An instance of a JSON schema, with strings taken from the prompt; without properties `{ "answer": … }`. */
export function answerJson(schema: Schema, prompt: string, answer: string): string {
  const about = understandText(prompt);
  const hasShape =
    ['properties', 'items', 'enum', 'const', 'anyOf', 'oneOf', '$ref'].some((key) => key in schema) ||
    ('type' in schema && schema['type'] !== 'object');
  const value = hasShape ? new Instance(schema, about).of(schema, 'answer', 0) : { answer };
  return JSON.stringify(value);
}

class Instance {
  private readonly root: Schema;
  private readonly about: Understanding;
  private readonly say: SeededChoice;

  constructor(root: Schema, about: Understanding) {
    this.root = root;
    this.about = about;
    this.say = new SeededChoice(about.product);
  }

  of(schema: Schema, name: string, depth: number): unknown {
    if (depth > MAXIMUM_DEPTH) return null;
    if (typeof schema['$ref'] === 'string') return this.of(this.resolve(schema['$ref']), name, depth + 1);
    if ('const' in schema) return schema['const'];
    if (Array.isArray(schema['enum']))
      return schema['enum'][this.say.between(name, 0, schema['enum'].length - 1)] as unknown;
    const alternatives = schema['anyOf'] ?? schema['oneOf'];
    if (Array.isArray(alternatives)) return this.of(asSchema(alternatives[0]), name, depth + 1);
    const type = Array.isArray(schema['type']) ? (schema['type'] as unknown[])[0] : schema['type'];
    switch (String(type ?? (schema['properties'] ? 'object' : 'string')).toLowerCase()) {
      case 'object':
        return Object.fromEntries(
          Object.entries(asSchema(schema['properties'])).map(([key, child]) => [
            key,
            this.of(asSchema(child), key, depth + 1),
          ]),
        );
      case 'array':
        return Array.from({ length: Math.max(Number(schema['minItems'] ?? 2), 1) }, (_, index) =>
          this.of(asSchema(schema['items']), `${name} ${index}`, depth + 1),
        );
      case 'integer':
      case 'number':
        return Math.min(
          Math.max(this.say.between(name, 1, 10), Number(schema['minimum'] ?? 1)),
          Number(schema['maximum'] ?? Number.MAX_SAFE_INTEGER),
        );
      case 'boolean':
        return this.say.between(name, 0, 1) === 1;
      case 'null':
        return null;
      default:
        return this.text(name);
    }
  }

  private text(name: string): string {
    if (/name|title|product/iu.test(name)) return this.about.product;
    const { capabilities } = this.about;
    const capability = capabilities[this.say.between(name, 0, capabilities.length - 1)];
    return capability ? `${capability.verb} ${capability.object}` : this.about.product;
  }

  private resolve(reference: string): Schema {
    const path = reference.replace(/^#\/?/, '').split('/').filter(Boolean);
    return asSchema(path.reduce<unknown>((node, key) => asSchema(node)[key], this.root));
  }
}

function asSchema(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {};
}
