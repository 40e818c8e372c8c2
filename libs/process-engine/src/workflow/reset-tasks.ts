import { COMPENSATION_STAGE_ID } from '../definition/compensations';
import type { CompiledProcess } from '../definition/compiled-process';
import type { TasksReset } from './control-events';
import { isAmong } from './is-among';
import { requestsAbout } from './pending-approvals';
import { taskOf } from './process-lookup';
import { dependentsOf } from './staleness';
import { eachTask } from './task-table';
import { eachPlannedTask, outputPathOf } from './task-texts';
import type { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

type Details = Pick<TasksReset['data'], 'reason' | 'requested_by'> &
  Partial<Pick<TasksReset['data'], 'feedback' | 'note'>>;

/**
 * Records that tasks are to be done again, with everything of theirs that is in hand. A task that was expanded is
 * expanded anew; an instance is done again by itself. Nothing for an empty list.
 */
export function resetTasks(
  taskIds: Iterable<string>,
  details: Details,
  transcript: Transcript,
  process: CompiledProcess,
): void {
  const { state } = transcript;
  const task_ids = [...new Set(taskIds)];
  if (task_ids.length === 0) return;
  const stages = new Set(task_ids.map((id) => taskOf(process, id).stage_id));
  const stage_ids = [...process.stages.map((stage) => stage.id), COMPENSATION_STAGE_ID].filter((id) => stages.has(id));
  const inHand = [...eachTask(state)].filter(([id]) => isAmong(id, task_ids));
  transcript.record('tasks-reset', {
    feedback: [],
    note: null,
    ...details,
    task_ids,
    stage_ids,
    interrupted: inHand
      .filter(([, known]) => known.status === 'running')
      .map(([task_id, { attempt, lease }]) => ({ task_id, attempt, lease })),
    withdrawn_request_ids: withdrawn(task_ids, stage_ids, state, process),
    timer_ids: inHand.flatMap(([, known]) => known.timer?.timer_id ?? []),
    child_ids: inHand.flatMap(([, { status, child_id }]) => (status === 'running' ? (child_id ?? []) : [])),
  });
}

/**
 * Questions that are asked anew when the work is done: about these stages, and about what is built from their
 * documents. In a sequential workflow every question waits, because it would hold the work up.
 */
function withdrawn(
  taskIds: readonly string[],
  stageIds: readonly string[],
  state: WorkflowState,
  process: CompiledProcess,
): readonly string[] {
  if (state.concurrency === 'sequential') return state.pending_approvals.map((pending) => pending.request_id);
  if (state.pending_approvals.length === 0) return [];
  const ids = [...eachPlannedTask(state, process)];
  const written = ids.filter((id) => isAmong(id, taskIds)).map((id) => outputPathOf(id, state, process));
  const built = dependentsOf(written, state, process);
  const later = ids.filter((id) => built.has(outputPathOf(id, state, process))).map((id) => taskOf(process, id));
  return requestsAbout(
    {
      stageIds: [...stageIds, ...later.map((task) => task.stage_id)],
      taskIds: [...taskIds, ...later.map((task) => task.id)],
    },
    state,
  );
}
