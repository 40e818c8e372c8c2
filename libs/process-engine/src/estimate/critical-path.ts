import type { CompiledProcess, CompiledTask } from '../definition/compiled-process';
import type { TaskId } from '../model/ids';

/** The chain of tasks that says how long a run takes. */
export interface CriticalPath {
  readonly minutes: number;
  readonly task_ids: readonly TaskId[];
}

/**
 * The longest chain of work: all of it where one task goes after another, the longest way through the needs where tasks
 * go side by side. Every task counts once, whatever conditions and repetitions it has.
 *
 * @param minutesOf what a task takes; 0 for one that is done.
 */
export function criticalPath(
  process: CompiledProcess,
  concurrency: 'sequential' | 'parallel',
  minutesOf: (task: CompiledTask) => number,
): CriticalPath {
  const tasks = process.stages.flatMap(({ task_ids }) => task_ids.flatMap((id) => process.tasks[id] ?? []));
  if (concurrency === 'sequential') {
    const open = tasks.filter((task) => minutesOf(task) > 0);
    return { minutes: open.reduce((sum, task) => sum + minutesOf(task), 0), task_ids: open.map(({ id }) => id) };
  }
  const ends = new Map<TaskId, CriticalPath>();
  const endOf = (task: CompiledTask): CriticalPath => {
    const known = ends.get(task.id);
    if (known !== undefined) return known;
    const before = longest(predecessorsOf(task, process).map(endOf));
    const minutes = minutesOf(task);
    const end = minutes === 0 ? before : { minutes: before.minutes + minutes, task_ids: [...before.task_ids, task.id] };
    ends.set(task.id, end);
    return end;
  };
  return longest(tasks.map(endOf));
}

/** Tasks that must be done before: those it needs, and all of the stages its own stage needs. */
function predecessorsOf(task: CompiledTask, { stages, tasks }: CompiledProcess): CompiledTask[] {
  const stage = stages.find(({ id }) => id === task.stage_id);
  const before = stage === undefined ? undefined : stages[stage.index - 1];
  const needed = stage?.needs ?? (before === undefined ? [] : [before.id]);
  const ids = stages.flatMap(({ id, task_ids }) => (needed.includes(id) ? task_ids : []));
  return [...task.needs, ...ids].flatMap((id) => tasks[id] ?? []);
}

function longest(paths: readonly CriticalPath[]): CriticalPath {
  return paths.reduce((best, path) => (path.minutes > best.minutes ? path : best), { minutes: 0, task_ids: [] });
}
