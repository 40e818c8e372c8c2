import { templatePaths } from '../expressions/expand-template';
import type { ErrorCollector } from './definition-source';
import { DEVICE_NAME } from './grammar';
import type { ProcessDefinition } from './process-definition';
import type { PlacedTask, ProcessIndex } from './process-index';

/** Folder that the platform writes its own records to. */
const RESERVED_FOLDER = 'metadata/';

const PLACEHOLDERS = /\{\{[^{}]*\}\}/;

/** Who writes and who reads which artifact. */
export function validateArtifacts(process: ProcessDefinition, index: ProcessIndex, errors: ErrorCollector): void {
  const given = new Set(process.inputs.flatMap((input) => input.path ?? []));
  process.inputs.forEach((input, inputIndex) => {
    if (input.path !== undefined) validatePath(input.path, ['inputs', inputIndex, 'path'], errors);
  });
  for (const entry of index.placed) {
    validateOutput(entry, index, given, errors);
    validateInstances(entry, index, errors);
    validateInputs(entry, index, given, errors);
  }
}

/** Instances write no path that another task writes. */
function validateInstances(entry: PlacedTask, index: ProcessIndex, errors: ErrorCollector): void {
  const { path } = entry;
  const artifact = entry.task.output.path;
  const at = [...path, 'output', 'path'];
  if (templatePaths(artifact).length === 0) return;
  const pattern = new RegExp(`^${artifact.split(PLACEHOLDERS).map(escape).join('[a-z0-9-]+')}$`);
  const other = index.placed.find((each) => each !== entry && pattern.test(each.task.output.path));
  if (other === undefined) return;
  const message = `"${artifact}" may become "${other.task.output.path}", which the task "${other.task.id}" writes.`;
  errors.add(at, 'two-writers', message, 'Give the instances a folder of their own.');
}

function validateOutput(
  entry: PlacedTask,
  index: ProcessIndex,
  given: ReadonlySet<string>,
  errors: ErrorCollector,
): void {
  const { path: artifact } = entry.task.output;
  const at = [...entry.path, 'output', 'path'];
  validateOutputPath(entry, errors);
  const writer = index.writers.get(artifact);
  const other = given.has(artifact)
    ? 'the process input'
    : writer === entry
      ? undefined
      : `the task "${writer?.task.id ?? ''}"`;
  if (other === undefined) return;
  const message = `"${artifact}" is written by the task "${entry.task.id}" and by ${other}.`;
  errors.add(at, 'two-writers', message, 'Give each output its own path.');
}

function validateInputs(
  entry: PlacedTask,
  index: ProcessIndex,
  given: ReadonlySet<string>,
  errors: ErrorCollector,
): void {
  (entry.task.inputs ?? []).forEach((artifact, inputIndex) => {
    if (given.has(artifact)) return;
    const at = [...entry.path, 'inputs', inputIndex];
    const writer = index.writers.get(artifact);
    if (writer === undefined) {
      errors.add(
        at,
        'unknown-artifact',
        `Nothing writes "${artifact}".`,
        'Name the output of a task, or a process input.',
      );
      return;
    }
    if (writer !== entry && index.order.isTaskBefore(writer.task.id, entry.task.id)) return;
    const message = `The task "${entry.task.id}" reads "${artifact}" before the task "${writer.task.id}" has written it.`;
    const remedy =
      writer !== entry && !index.order.isTaskBefore(entry.task.id, writer.task.id)
        ? `Add "${writer.task.id}" to the needs of "${entry.task.id}".`
        : 'Read it in a later task, or read another artifact.';
    errors.add(at, 'read-before-written', message, remedy);
  });
}

/** The path a task writes may be written by tasks, and instances have paths of their own. */
export function validateOutputPath({ task, path }: Pick<PlacedTask, 'task' | 'path'>, errors: ErrorCollector): void {
  const artifact = task.output.path;
  const at = [...path, 'output', 'path'];
  validatePath(artifact, at, errors);
  const roots = templatePaths(artifact).map(([root]) => root);
  if (task.for_each === undefined || roots.includes('item') || roots.includes('index')) return;
  const message = `All instances of the task "${task.id}" write "${artifact}".`;
  errors.add(at, 'two-writers', message, 'Put {{ index }} or {{ item.… }} into the path.');
}

function validatePath(artifact: string, at: readonly (string | number)[], errors: ErrorCollector): void {
  if (artifact.startsWith(RESERVED_FOLDER)) {
    const message = `"${artifact}" lies in the folder the platform keeps its own records in.`;
    errors.add(at, 'reserved-path', message, `Use a path outside ${RESERVED_FOLDER}.`);
  } else if (DEVICE_NAME.test(artifact)) {
    errors.add(at, 'unsafe-path', `"${artifact}" is the name of a device on some systems.`, 'Use another name.');
  }
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
