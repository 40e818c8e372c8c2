import { COMPENSATION_STAGE_ID } from '../definition/compensations';
import type { TaskId } from '../model/ids';
import { parseTaskId } from '../model/instance-ids';
import type { JsonValue } from '../model/json-value';
import type { WorkflowCancelling } from './compensation-events';
import { UNTOUCHED_TASK } from './evolve-task';
import { end } from './evolve-workflow';
import { UNTOUCHED_STAGE } from './task-table';
import type { StageState, TaskState, WorkflowState } from './workflow';

/** Everything in hand is closed; what undoes the work is to be done, in a stage of its own. */
export function beginCancelling(state: WorkflowState, event: WorkflowCancelling): Partial<WorkflowState> {
  const { reason, cancelled_by, compensations } = event.data;
  const at = event.occurred_at;
  const ended = end(state, at, null);
  const tasks = compensations.map(({ task_id, agent_id }): [string, TaskState] => [
    task_id,
    { ...UNTOUCHED_TASK, status: 'pending', stage_id: COMPENSATION_STAGE_ID, agent_id, scheduled_at: at },
  ]);
  const stage: StageState = { ...UNTOUCHED_STAGE, tasks: Object.fromEntries(tasks), groups: groupsOf(state, event) };
  return {
    ...ended,
    phase: 'cancelling',
    ended_at: null,
    stages: { ...ended.stages, [COMPENSATION_STAGE_ID]: stage },
    current_stage_id: COMPENSATION_STAGE_ID,
    cancellation: { reason, cancelled_by, requested_at: at },
    compensation: compensations.map(({ task_id }) => task_id),
  };
}

/** What undoes instances is about the same items. */
function groupsOf({ stages }: WorkflowState, { data }: WorkflowCancelling): StageState['groups'] {
  const groups: Record<string, readonly JsonValue[]> = {};
  for (const { task_id, undoes } of data.compensations) {
    const { taskId, index } = parseTaskId(task_id);
    if (index === null || undoes.id === null || groups[taskId] !== undefined) continue;
    const undone = parseTaskId(undoes.id as TaskId).taskId;
    groups[taskId] = Object.values(stages).find((stage) => stage.groups[undone] !== undefined)?.groups[undone] ?? [];
  }
  return groups;
}
