import type { CompiledProcess } from '../definition/compiled-process';
import type { WorkflowEffect } from './effects';
import type { WorkflowEvent } from './events';
import { evolve } from './evolve';
import {
  askPeople,
  closeEverything,
  closing,
  controlChildren,
  openRequest,
  reportToParent,
  sendTask,
  startTimer,
} from './make-effects';
import { runningChildren } from './open-work';
import { eachTask, findTask } from './task-table';
import type { WorkflowState } from './workflow';

/** Codes of failures that no runner reported: whoever works on the attempt has to be told to stop. */
const TAKEN_FROM_RUNNER = new Set(['attempt-timeout', 'deadline-exceeded']);

/**
 * What an event asks of the world.
 *
 * @param state the state after the event.
 * @param process the process the workflow is pinned to.
 */
export function react(event: WorkflowEvent, state: WorkflowState, process: CompiledProcess): readonly WorkflowEffect[] {
  switch (event.type) {
    case 'task-scheduled':
    case 'task-lease-raised':
    case 'child-started':
      return sendTask(event.data.task_id, state, process);
    case 'task-retry-scheduled':
    case 'timer-started':
      return [startTimer(event.data, state)];
    case 'approval-requested':
      return [openRequest(event.data, state, process)];
    case 'answers-requested':
      return askPeople(event.data, state, process);
    case 'task-failed':
    case 'task-given-up':
      return TAKEN_FROM_RUNNER.has(event.data.code) ? takeBack(event.data, state) : [];
    case 'task-skipped': {
      const { interrupted: attempts, timer_ids } = event.data;
      const children = attempts.flatMap(({ task_id }) => findTask(state, task_id)?.child_id ?? []);
      return [
        ...closeEverything({ attempts, request_ids: [], timer_ids }, state),
        ...controlChildren(children, 'cancel', state),
      ];
    }
    case 'tasks-reset': {
      const { interrupted: attempts, withdrawn_request_ids: request_ids, timer_ids, child_ids } = event.data;
      return [
        ...closeEverything({ attempts, request_ids, timer_ids }, state),
        ...controlChildren(child_ids, 'cancel', state),
      ];
    }
    case 'artifact-edited': {
      const { withdrawn_request_ids: request_ids } = event.data;
      return closeEverything({ attempts: [], request_ids, timer_ids: [] }, state);
    }
    case 'workflow-paused':
      return [
        ...closeEverything({ attempts: event.data.interrupted, request_ids: [], timer_ids: [] }, state),
        ...controlChildren(runningChildren(state), 'pause', state, event.data.mode),
      ];
    case 'requests-withdrawn': {
      const { request_ids, reason } = event.data;
      return closeEverything({ attempts: [], request_ids, timer_ids: [] }, state, reason);
    }
    case 'workflow-resumed':
      return controlChildren(runningChildren(state), 'resume', state);
    case 'workflow-cancelling':
      return [
        ...closeEverything(event.data.open, state, 'workflow-cancelled'),
        ...controlChildren(endedChildren(state), 'cancel', state),
      ];
    case 'workflow-cancelled':
    case 'workflow-failed':
      return [
        ...closeEverything(event.data.open, state),
        ...controlChildren(endedChildren(state), 'cancel', state),
        ...reportToParent(state),
      ];
    case 'workflow-completed':
      return reportToParent(state);
    case 'workflow-closing':
      return [closing(state)];
    case 'workflow-started':
    case 'stage-started':
    case 'stage-completed':
    case 'stage-skipped':
    case 'stage-repeated':
    case 'task-completed':
    case 'task-repeated':
    case 'task-expanded':
    case 'gate-evaluated':
    case 'approval-answered':
    case 'approval-voided':
    case 'artifact-recorded':
    case 'artifacts-marked-stale':
    case 'guidance-given':
    case 'workflow-forked':
    case 'process-migrated':
    case 'budget-exhausted':
    case 'budget-granted':
    case 'questions-asked':
    case 'questions-answered':
    case 'questions-declined':
      return [];
  }
}

/** Folds the events of one decision and gathers their effects, in order. */
export function applyEvents(
  state: WorkflowState | null,
  events: readonly WorkflowEvent[],
  process: CompiledProcess,
): { readonly state: WorkflowState; readonly effects: readonly WorkflowEffect[] } {
  const effects: WorkflowEffect[] = [];
  let current = state;
  for (const event of events) {
    current = evolve(current, event);
    effects.push(...react(event, current, process));
  }
  if (current === null) throw new RangeError('There is neither a state nor an event to apply.');
  return { state: current, effects };
}

function takeBack(
  { task_id, attempt }: { readonly task_id: string; readonly attempt: number },
  state: WorkflowState,
): readonly WorkflowEffect[] {
  const { child_id = null, lease = 0 } = findTask(state, task_id) ?? {};
  if (child_id !== null) return controlChildren([child_id], 'cancel', state);
  return closeEverything({ attempts: [{ task_id, attempt, lease }], request_ids: [], timer_ids: [] }, state);
}

/** Workflows of sub-process tasks that were open when this one ended. */
function endedChildren(state: WorkflowState): readonly string[] {
  const children: string[] = [];
  for (const [, { status, child_id, ended_at }] of eachTask(state)) {
    const isOver =
      status === 'completed' || status === 'skipped' || (status === 'failed' && ended_at !== state.ended_at);
    if (child_id !== null && !isOver) children.push(child_id);
  }
  return children;
}
