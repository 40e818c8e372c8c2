import type { WorkflowEvent } from './events';
import { startApprovalRound, answerApproval } from './evolve-approval';
import { completeStage, startStage } from './evolve-stage';
import { completeTask, failTask, judgeTask, raiseLease, scheduleRetry, scheduleTask } from './evolve-task';
import { beginWorkflow, cancelWorkflow, failWorkflow, finishWorkflow, pauseWorkflow } from './evolve-workflow';
import type { WorkflowState } from './workflow';

/** Thrown when a history cannot be folded: it does not begin with its start, or holds an event nobody knows. */
export class HistoryError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'HistoryError';
  }
}

/**
 * The state after one more event. A released event version keeps its meaning for ever: a new version of an event
 * gets an arm of its own beside the old one.
 *
 * @throws HistoryError when the event cannot follow.
 */
export function evolve(state: WorkflowState | null, event: WorkflowEvent): WorkflowState {
  if ((event.version as number) !== 1) {
    throw new HistoryError(
      `Event ${event.type} has version ${String(event.version)}, which this release does not know.`,
    );
  }
  if (state === null) {
    if (event.type !== 'workflow-started') {
      throw new HistoryError(`A history begins with workflow-started, this one begins with ${event.type}.`);
    }
    return beginWorkflow(event);
  }
  return { ...state, ...change(state, event), version: state.version + 1, updated_at: event.occurred_at };
}

/**
 * Folds a whole history, or what followed a snapshot.
 *
 * @throws HistoryError when the history is empty and there is no snapshot, or when an event cannot follow.
 */
export function foldWorkflow(events: Iterable<WorkflowEvent>, snapshot: WorkflowState | null = null): WorkflowState {
  let state = snapshot;
  for (const event of events) state = evolve(state, event);
  if (state === null) throw new HistoryError('A history has at least one event.');
  return state;
}

function change(state: WorkflowState, event: WorkflowEvent): Partial<WorkflowState> {
  switch (event.type) {
    case 'workflow-started':
      throw new HistoryError('A workflow starts once.');
    case 'stage-started':
      return startStage(state, event);
    case 'stage-completed':
      return completeStage(state, event);
    case 'task-scheduled':
      return scheduleTask(state, event);
    case 'task-lease-raised':
      return raiseLease(state, event);
    case 'task-completed':
      return completeTask(state, event);
    case 'task-failed':
      return failTask(state, event);
    case 'task-retry-scheduled':
      return scheduleRetry(state, event);
    case 'gate-evaluated':
      return judgeTask(state, event);
    case 'artifact-recorded':
      return { artifacts: { ...state.artifacts, [event.data.artifact.path]: event.data.artifact } };
    case 'approval-requested':
      return startApprovalRound(state, event);
    case 'approval-answered':
      return answerApproval(state, event);
    case 'workflow-paused':
      return pauseWorkflow(state, event);
    case 'workflow-resumed':
      return { pause: null };
    case 'workflow-cancelled':
      return cancelWorkflow(state, event);
    case 'workflow-failed':
      return failWorkflow(state, event);
    case 'workflow-closing':
      return { phase: 'closing', notes: {} };
    case 'workflow-completed':
      return finishWorkflow(event);
    default:
      return unknownEvent(event);
  }
}

function unknownEvent(event: never): never {
  throw new HistoryError(`Event ${(event as WorkflowEvent).type} is not known to this release.`);
}
