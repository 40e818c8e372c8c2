import type { StageId } from '../model/ids';
import { COMPENSATION_STAGE_ID, placedCompensations } from './compensations';
import type { Undoes } from './compensations';
import type { CompiledProcess, CompiledTask, CompiledUndoing } from './compiled-process';
import type { ProcessDefinition, TaskDefinition } from './process-definition';

const DEFAULT_DEADLINE_SECONDS = 3_600;

/** What undoes the work of a cancelled workflow; empty where nothing does, so that the hash of such a process stays. */
export function compileCompensation(
  process: ProcessDefinition,
  compileTask: (task: TaskDefinition, stageId: StageId) => CompiledTask,
): Pick<CompiledProcess, 'compensation'> {
  const placed = placedCompensations(process);
  if (placed.length === 0) return {};
  const tasks = placed.map(({ task: { for_each: _ofTheTask, ...task } }) => compileTask(task, COMPENSATION_STAGE_ID));
  const compensation = {
    stage: {
      id: COMPENSATION_STAGE_ID,
      name: 'Compensation',
      description: 'Undoes what was done, the last first.',
      index: process.stages.length,
      task_ids: tasks.map(({ id }) => id),
      gates: [],
    },
    tasks: Object.fromEntries(tasks.map((task) => [task.id, task])),
    undoes: Object.fromEntries(placed.map(({ task, undoes }) => [task.id, undoing(undoes)])),
    deadline_seconds: process.policies?.compensation_deadline_seconds ?? DEFAULT_DEADLINE_SECONDS,
  };
  return { compensation };
}

function undoing(undoes: Undoes): CompiledUndoing {
  switch (undoes.kind) {
    case 'task':
      return { kind: 'task', id: undoes.task.id, even_unfinished: undoes.even_unfinished };
    case 'stage':
      return { kind: 'stage', id: undoes.stage.id };
    case 'process':
      return { kind: 'process' };
  }
}
