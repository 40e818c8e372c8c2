import type { ErrorCollector } from './definition-source';
import { DEVICE_NAME } from './grammar';
import { allNeeds } from './order-tasks';
import type { ProcessDefinition } from './process-definition';
import type { PlacedTask, ProcessIndex } from './process-index';

/** Folder that the platform writes its own records to. */
const RESERVED_FOLDER = 'metadata/';

/** Who writes and who reads which artifact. */
export function validateArtifacts(process: ProcessDefinition, index: ProcessIndex, errors: ErrorCollector): void {
  const given = new Set(process.inputs.map((input) => input.path));
  process.inputs.forEach((input, inputIndex) => validatePath(input.path, ['inputs', inputIndex, 'path'], errors));
  for (const entry of index.placed) {
    validateOutput(entry, index, given, errors);
    validateInputs(entry, index, given, errors);
  }
}

function validateOutput(
  entry: PlacedTask,
  index: ProcessIndex,
  given: ReadonlySet<string>,
  errors: ErrorCollector,
): void {
  const { path: artifact } = entry.task.output;
  const at = [...entry.path, 'output', 'path'];
  validatePath(artifact, at, errors);
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
  const needs = allNeeds(
    entry.task.id,
    index.placed.map(({ task }) => task),
  );
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
    const isEarlierStage = writer.stageIndex < entry.stageIndex;
    if (isEarlierStage || (writer !== entry && writer.stageIndex === entry.stageIndex && needs.has(writer.task.id)))
      return;
    const message = `The task "${entry.task.id}" reads "${artifact}" before the task "${writer.task.id}" has written it.`;
    const remedy =
      writer.stageIndex === entry.stageIndex && writer !== entry
        ? `Add "${writer.task.id}" to the needs of "${entry.task.id}".`
        : 'Read it in a later task, or read another artifact.';
    errors.add(at, 'read-before-written', message, remedy);
  });
}

function validatePath(artifact: string, at: readonly (string | number)[], errors: ErrorCollector): void {
  if (artifact.startsWith(RESERVED_FOLDER)) {
    const message = `"${artifact}" lies in the folder the platform keeps its own records in.`;
    errors.add(at, 'reserved-path', message, `Use a path outside ${RESERVED_FOLDER}.`);
  } else if (DEVICE_NAME.test(artifact)) {
    errors.add(at, 'unsafe-path', `"${artifact}" is the name of a device on some systems.`, 'Use another name.');
  }
}
