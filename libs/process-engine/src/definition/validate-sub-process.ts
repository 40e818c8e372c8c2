import { isTemplate } from '../expressions/expand-template';
import { fitsInput } from '../model/input-value';
import type { JsonValue } from '../model/json-value';
import type { CompiledProcess } from './compiled-process';
import type { ErrorCollector, PartPath } from './definition-source';
import { nearestWord } from './nearest-word';
import type { PlacedTask } from './process-index';

/** Processes inside processes at most, the outermost included. */
export const MAX_PROCESS_DEPTH = 5;

/** Processes that are compiled already, by name. */
export type KnownProcesses = ReadonlyMap<string, CompiledProcess>;

/** The sub-process of a task: that there is one, what it is given and what of it is taken. */
export function validateSubProcess(
  { task, path }: PlacedTask,
  processName: string,
  known: KnownProcesses,
  errors: ErrorCollector,
): void {
  if (task.process === undefined) return;
  const at = [...path, 'process'];
  const { name, result } = task.process;
  const used = known.get(name);
  if (used === undefined) return reportUnknown(name, processName, [...known.keys()], at, errors);
  const depth = depthOf(used, known) + 1;
  if (depth > MAX_PROCESS_DEPTH) {
    const message = `With "${name}" there are ${depth} processes inside each other; at most ${MAX_PROCESS_DEPTH} are allowed.`;
    errors.add([...at, 'name'], 'too-deep', message, 'Do some of the work in this process itself.');
  }
  if ((task.inputs ?? []).length === 0) {
    const message = `The task "${task.id}" reads nothing that could be the brief of "${name}".`;
    errors.add(
      path,
      'missing-field',
      message,
      'Name under "inputs" the document that becomes its brief, first.',
      'key',
    );
  }
  const paths = Object.values(used.tasks).flatMap(({ output }) => (isTemplate(output.path) ? [] : [output.path]));
  if (!paths.includes(result)) {
    const near = nearestWord(result, paths);
    const remedy = near === undefined ? `It writes ${paths.join(', ')}.` : `Did you mean "${near}"?`;
    errors.add([...at, 'result'], 'unknown-artifact', `The process "${name}" does not write "${result}".`, remedy);
  }
  validateInputs(task.process.inputs ?? {}, used, at, errors);
}

function validateInputs(
  given: Readonly<Record<string, JsonValue>>,
  { name, inputs = [] }: CompiledProcess,
  at: PartPath,
  errors: ErrorCollector,
): void {
  for (const [key, value] of Object.entries(given)) {
    const input = inputs.find((candidate) => candidate.name === key);
    const place = [...at, 'inputs', key];
    if (input === undefined) {
      const names = inputs.map((candidate) => candidate.name);
      const near = nearestWord(key, names);
      const remedy =
        near === undefined ? `It takes ${names.join(', ') || 'its brief alone'}.` : `Did you mean "${near}"?`;
      errors.add(place, 'unknown-input', `The process "${name}" has no input "${key}".`, remedy, 'key');
    } else if (!JSON.stringify(value).includes('{{') && !fitsInput(value, input)) {
      errors.add(
        place,
        'wrong-type',
        `The input "${key}" of "${name}" is not of type ${input.type}.`,
        'Use a value that fits.',
      );
    }
  }
  for (const input of inputs) {
    if (!input.required || Object.hasOwn(given, input.name)) continue;
    const message = `The process "${name}" needs a value for "${input.name}".`;
    errors.add(at, 'missing-input', message, `Add "${input.name}" under "inputs" of the sub-process.`, 'key');
  }
}

function reportUnknown(
  name: string,
  own: string,
  names: readonly string[],
  at: PartPath,
  errors: ErrorCollector,
): void {
  if (name === own) {
    errors.add([...at, 'name'], 'cycle', `The process "${name}" would run inside itself.`, 'Use another process.');
    return;
  }
  const near = nearestWord(name, names);
  const remedy =
    near === undefined
      ? 'Name a process that is published or shipped, is valid, and does not use this one.'
      : `Did you mean "${near}"?`;
  errors.add([...at, 'name'], 'unknown-process', `There is no process "${name}" that could be used here.`, remedy);
}

function depthOf(process: CompiledProcess, known: KnownProcesses): number {
  const inner = Object.values(process.tasks).flatMap((task) => known.get(task.process?.name ?? '') ?? []);
  return 1 + Math.max(0, ...inner.map((each) => depthOf(each, known)));
}
