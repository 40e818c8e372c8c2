import type { TaskId } from './ids';

/** Ids in a process never hold two hyphens in a row; the instances of an expanded task do. */
const SEPARATOR = '--';

/** Id of one instance of an expanded task, e.g. `review--3`. */
export function instanceId(taskId: TaskId, index: number): TaskId {
  return `${taskId}${SEPARATOR}${index}`;
}

/** The id the process knows a task by, and the index when it is an instance. */
export function parseTaskId(id: TaskId): { readonly taskId: TaskId; readonly index: number | null } {
  const at = id.indexOf(SEPARATOR);
  return at < 0 ? { taskId: id, index: null } : { taskId: id.slice(0, at), index: Number(id.slice(at + 2)) };
}
