import type { ValueSchema } from '../contract/output-contract';
import type { ReferencePath } from '../expressions/analyse-expression';
import type { ProcessDefinition } from './process-definition';
import type { ProcessIndex } from './process-index';

type Constant = boolean | number | string | null;
interface KnownType {
  readonly type: 'string' | 'number' | 'boolean' | 'list' | 'object';
  readonly words?: readonly (string | number)[];
}

const STATUSES = ['pending', 'running', 'retrying', 'interrupted', 'completed', 'skipped', 'failed', 'cancelled'];

/** What is wrong with comparing a name with a constant, where its type is known: it could never be the same. */
export function comparisonProblem(
  { path, constant }: { readonly path: ReferencePath; readonly constant: Constant },
  process: ProcessDefinition,
  index: ProcessIndex,
): { readonly message: string; readonly remedy: string } | undefined {
  const known = typeOf(path, process, index);
  if (known === undefined || constant === null) return undefined;
  const name = path.join('.');
  if (typeof constant !== known.type) {
    const message = `"${name}" is of type ${known.type} and is compared with a value of type ${typeof constant}.`;
    return { message, remedy: `Compare it with a value of type ${known.type}.` };
  }
  if (known.words === undefined || known.words.includes(constant as string | number)) return undefined;
  const message = `"${name}" is never ${JSON.stringify(constant)}.`;
  return { message, remedy: `It is one of ${known.words.join(', ')}.` };
}

function typeOf(path: ReferencePath, process: ProcessDefinition, index: ProcessIndex): KnownType | undefined {
  const [root = '', name = '', field, value, ...rest] = path;
  if (root === 'round' || root === 'index') return { type: 'number' };
  if (root === 'inputs' && field === undefined) {
    const input = process.inputs.find((candidate) => candidate.name === name);
    switch (input?.type) {
      case 'enum':
        return { type: 'string', words: input.values ?? [] };
      case 'integer':
      case 'number':
        return { type: 'number' };
      case 'string':
      case 'boolean':
      case 'list':
        return { type: input.type };
      default:
        return undefined;
    }
  }
  if (root !== 'tasks') return undefined;
  if (field === 'status') return { type: 'string', words: STATUSES };
  if (field === 'attempt' || field === 'words') return { type: 'number' };
  if (field !== 'values' || value === undefined || rest.length > 0) return undefined;
  return typeOfValue(index.byId.get(name.replaceAll('_', '-'))?.task.output.values?.[value]);
}

function typeOfValue(schema: ValueSchema | undefined): KnownType | undefined {
  switch (schema?.type) {
    case 'integer':
    case 'number':
      return { type: 'number', ...(schema.enum && { words: schema.enum }) };
    case 'string':
      return { type: 'string', ...(schema.enum && { words: schema.enum }) };
    case 'boolean':
    case 'object':
      return { type: schema.type };
    case 'array':
      return { type: 'list' };
    default:
      return undefined;
  }
}
