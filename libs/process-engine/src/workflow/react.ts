import type { CompiledProcess } from '../definition/compiled-process';
import type { WorkflowEffect } from './effects';
import type { WorkflowEvent } from './events';
import { evolve } from './evolve';
import { closeEverything, closing, openRequest, sendTask, startTimer } from './make-effects';
import type { WorkflowState } from './workflow';

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
      return sendTask(event.data.task_id, state, process);
    case 'task-retry-scheduled':
      return [startTimer(event.data, state)];
    case 'approval-requested':
      return [openRequest(event.data, state)];
    case 'workflow-paused':
      return closeEverything({ attempts: event.data.interrupted, request_ids: [], timer_ids: [] }, state);
    case 'workflow-cancelled':
    case 'workflow-failed':
      return closeEverything(event.data.open, state);
    case 'workflow-closing':
      return [closing(state)];
    case 'workflow-started':
    case 'stage-started':
    case 'stage-completed':
    case 'task-completed':
    case 'task-failed':
    case 'gate-evaluated':
    case 'approval-answered':
    case 'artifact-recorded':
    case 'workflow-resumed':
    case 'workflow-completed':
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
