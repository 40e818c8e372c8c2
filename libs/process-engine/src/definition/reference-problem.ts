import type { ReferencePath } from '../expressions/analyse-expression';
import { approvalId } from './approval-points';
import { nearestWord } from './nearest-word';
import type { ProcessDefinition } from './process-definition';
import type { ProcessIndex } from './process-index';

/** What is wrong with a name in an expression or placeholder. */
export interface ReferenceProblem {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** Where the name stands. */
export interface ReferenceScope {
  readonly process: ProcessDefinition;
  readonly index: ProcessIndex;
  /** True for a task with `for_each`. */
  readonly hasItem: boolean;
  /** True for tasks that are over when the name is looked up. */
  readonly isBefore: (taskId: string) => boolean;
}

/** Names an expression may begin with. */
export const ROOTS = ['inputs', 'tasks', 'gates', 'artifacts', 'approvals', 'item', 'index', 'round'] as const;
const TASK_FIELDS = ['status', 'attempt', 'words', 'values', 'results'];

/** What is wrong with a name; undefined when it stands for something. */
export function referenceProblem(path: ReferencePath, scope: ReferenceScope): ReferenceProblem | undefined {
  const [root = '', name] = path;
  if (!(ROOTS as readonly string[]).includes(root))
    return unknown('unknown-name', `"${root}" stands for nothing.`, root, ROOTS);
  if (root === 'round') return undefined;
  if (root === 'item' || root === 'index') {
    if (scope.hasItem) return undefined;
    return {
      code: 'unknown-name',
      message: `There is no "${root}" here.`,
      remedy: 'It stands for something in a task with "for_each" only.',
    };
  }
  if (name === undefined) {
    const message = `"${root}" is not a value by itself.`;
    return { code: 'unknown-name', message, remedy: `Name what is wanted of it, e.g. ${root}.some_name.` };
  }
  switch (root) {
    case 'inputs': {
      const known = scope.process.inputs.flatMap((input) => input.name ?? []);
      return known.includes(name) ? undefined : unknown('unknown-input', `There is no input "${name}".`, name, known);
    }
    case 'artifacts': {
      const known = [...scope.index.writers.keys(), ...scope.process.inputs.flatMap((input) => input.path ?? [])];
      return known.includes(name) ? undefined : unknown('unknown-artifact', `Nothing writes "${name}".`, name, known);
    }
    case 'approvals': {
      const known = approvalNames(scope.process);
      const isKnown = known.includes(name.replaceAll('-', '_'));
      return isKnown ? undefined : unknown('unknown-approval', `There is no approval "${name}".`, name, known);
    }
    default:
      return taskProblem(path, scope);
  }
}

function taskProblem(path: ReferencePath, { index, isBefore }: ReferenceScope): ReferenceProblem | undefined {
  const [root, name = '', field, value] = path;
  const id = name.replaceAll('_', '-');
  const placed = index.byId.get(id);
  if (placed === undefined) {
    const known = [...index.byId.keys()].map((each) => each.replaceAll('-', '_'));
    return unknown('unknown-task', `There is no task "${name}".`, name, known);
  }
  if (!isBefore(id)) {
    const message = `The task "${id}" is not over when this is looked up.`;
    return {
      code: 'read-before-written',
      message,
      remedy: `Add "${id}" to the needs, or use a task that comes before.`,
    };
  }
  if (field === undefined || root === 'gates') return undefined;
  if (!TASK_FIELDS.includes(field)) return unknown('unknown-name', `A task has no "${field}".`, field, TASK_FIELDS);
  if (field !== 'values' || value === undefined) return undefined;
  const known = Object.keys(placed.task.output.values ?? {});
  return known.includes(value)
    ? undefined
    : unknown('unknown-value', `The task "${id}" states no value "${value}".`, value, known);
}

function approvalNames(process: ProcessDefinition): readonly string[] {
  return (process.approvals ?? []).flatMap((approval) =>
    (['after', 'before', 'after_task', 'before_task'] as const).flatMap((place) => {
      const subject = approval[place];
      return subject === undefined ? [] : [approvalId(place, subject).replaceAll('-', '_')];
    }),
  );
}

function unknown(code: string, message: string, word: string, known: readonly string[]): ReferenceProblem {
  const near = nearestWord(word, known);
  const remedy = near === undefined ? `Known here: ${known.join(', ') || 'nothing'}.` : `Did you mean "${near}"?`;
  return { code, message, remedy };
}
