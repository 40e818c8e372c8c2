import { COMPENSATION_STAGE_ID, placedCompensations } from './compensations';
import type { PlacedCompensation } from './compensations';
import type { ErrorCollector } from './definition-source';
import type { ProcessDefinition } from './process-definition';
import type { ProcessIndex } from './process-index';
import { validateOutputPath } from './validate-artifacts';
import { validateAgent } from './validate-tasks';
import { validateTexts, validateWorker } from './validate-work';

/** What undoes the work of a cancelled workflow: ids, who does it, what it reads and writes. */
export function validateCompensations(
  process: ProcessDefinition,
  index: ProcessIndex,
  agentIds: ReadonlySet<string>,
  errors: ErrorCollector,
): void {
  process.stages.forEach((stage, stageIndex) => {
    if (stage.id !== COMPENSATION_STAGE_ID) return;
    const message = `The stage "${stage.id}" is the one in which a cancelled workflow undoes its work.`;
    errors.add(['stages', stageIndex, 'id'], 'reserved-id', message, 'Give the stage another id.');
  });
  const placed = placedCompensations(process);
  const ids = new Set(index.byId.keys());
  const paths = new Map([...index.writers].map(([path, { task }]) => [path, task.id]));
  for (const { path } of process.inputs) if (path !== undefined) paths.set(path, 'the process input');
  for (const entry of placed) {
    const { task, path } = entry;
    validateWorker(entry, errors, 'on_cancel');
    validateAgent(entry, agentIds, errors);
    validateTexts(entry, { process, index, isBefore: (id) => isBefore(id, entry, index) }, errors);
    validateInputs(entry, process, index, errors);
    validateOutputPath(entry, errors);
    if (ids.has(task.id)) {
      const remedy = 'Give it an "id" of its own.';
      errors.add([...path, 'id'], 'duplicate-id', `Two tasks have the id "${task.id}".`, remedy, 'key');
    }
    ids.add(task.id);
    const writer = paths.get(task.output.path);
    if (writer !== undefined) {
      const message = `"${task.output.path}" is written by "${task.id}" and by "${writer}".`;
      errors.add([...path, 'output', 'path'], 'two-writers', message, 'Give each output its own path.');
    }
    paths.set(task.output.path, task.id);
  }
}

function validateInputs(
  entry: PlacedCompensation,
  process: ProcessDefinition,
  index: ProcessIndex,
  errors: ErrorCollector,
): void {
  const given = new Set(process.inputs.flatMap((input) => input.path ?? []));
  (entry.task.inputs ?? []).forEach((artifact, inputIndex) => {
    if (given.has(artifact)) return;
    const at = [...entry.path, 'inputs', inputIndex];
    const writer = index.writers.get(artifact);
    if (writer === undefined) {
      const remedy = 'Name the output of a task, or a process input.';
      errors.add(at, 'unknown-artifact', `Nothing writes "${artifact}".`, remedy);
    } else if (!isBefore(writer.task.id, entry, index)) {
      const message = `What "${artifact}" says may not be known when this is undone: the task "${writer.task.id}" comes later.`;
      errors.add(
        at,
        'read-before-written',
        message,
        'Read what is written by then, or undo it with the whole process.',
      );
    }
  });
}

/** What undoes a task may look at it and at what came before; of a stage, at its tasks too; of the whole, at everything. */
function isBefore(taskId: string, { undoes }: PlacedCompensation, { order }: ProcessIndex): boolean {
  switch (undoes.kind) {
    case 'task':
      return taskId === undoes.task.id || order.isTaskBefore(taskId, undoes.task.id);
    case 'stage':
      return undoes.stage.tasks.some(({ id }) => id === taskId) || order.isBeforeStage(taskId, undoes.stage.id);
    case 'process':
      return true;
  }
}
