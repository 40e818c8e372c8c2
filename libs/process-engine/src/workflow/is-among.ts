import type { TaskId } from '../model/ids';
import { parseTaskId } from '../model/instance-ids';

/** True for a task of the list, and for an instance of one. */
export function isAmong(taskId: TaskId, taskIds: readonly TaskId[]): boolean {
  return taskIds.includes(taskId) || taskIds.includes(parseTaskId(taskId).taskId);
}
