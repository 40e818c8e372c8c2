import type { WorkflowEvent } from './events';
import { answerApproval, startApprovalRound, voidApproval } from './evolve-approval';
import { beginCancelling } from './evolve-compensation';
import {
  beginFork,
  editArtifact,
  giveGuidance,
  markStale,
  migrateProcess,
  recordArtifact,
  resetTasks,
} from './evolve-control';
import { askOfTask, declineAnswers, requestAnswers, takeAnswers } from './evolve-dialogue';
import { completeStage, expandTask, repeatStage, skipStage, startStage } from './evolve-stage';
import {
  completeTask,
  failTask,
  giveTaskUp,
  judgeTask,
  raiseLease,
  repeatTask,
  scheduleRetry,
  scheduleTask,
  skipTask,
  startChild,
} from './evolve-task';
import {
  beginWorkflow,
  cancelWorkflow,
  exhaustBudget,
  failWorkflow,
  finishWorkflow,
  grantBudget,
  pauseWorkflow,
  resumeWorkflow,
  startTimerOf,
} from './evolve-workflow';
import { withoutRequests } from './pending-approvals';
import type { WorkflowState } from './workflow';

/** Newest version of each event that has more than one. */
const NEWEST_VERSIONS: Readonly<Record<string, number>> = { 'workflow-started': 2, 'task-completed': 2 };

/** Thrown when a history cannot be folded: it does not begin with its start, or holds an event nobody knows. */
export class HistoryError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'HistoryError';
  }
}

/** The version an event is written in today. */
export function newestVersion(type: WorkflowEvent['type']): number {
  return NEWEST_VERSIONS[type] ?? 1;
}

/**
 * The state after one more event. A released event version keeps its meaning for ever: a new version of an event
 * gets an arm of its own beside the old one.
 *
 * @throws HistoryError when the event cannot follow.
 */
export function evolve(state: WorkflowState | null, event: WorkflowEvent): WorkflowState {
  const version: number = event.version;
  if (version < 1 || version > newestVersion(event.type)) {
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
    case 'stage-skipped':
      return skipStage(state, event);
    case 'stage-repeated':
      return repeatStage(state, event);
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
    case 'task-skipped':
      return skipTask(state, event);
    case 'task-repeated':
      return repeatTask(state, event);
    case 'task-expanded':
      return expandTask(state, event);
    case 'task-given-up':
      return giveTaskUp(state, event);
    case 'child-started':
      return startChild(state, event);
    case 'gate-evaluated':
      return judgeTask(state, event);
    case 'artifact-recorded':
      return recordArtifact(state, event.data.artifact);
    case 'artifact-edited':
      return editArtifact(state, event);
    case 'artifacts-marked-stale':
      return markStale(state, event);
    case 'tasks-reset':
      return resetTasks(state, event);
    case 'guidance-given':
      return giveGuidance(state, event);
    case 'workflow-forked':
      return beginFork(state, event);
    case 'process-migrated':
      return migrateProcess(event);
    case 'approval-requested':
      return startApprovalRound(state, event);
    case 'approval-answered':
      return answerApproval(state, event);
    case 'approval-voided':
      return voidApproval(state, event);
    case 'requests-withdrawn':
      return withoutRequests(state, event.data.request_ids);
    case 'questions-asked':
      return askOfTask(state, event);
    case 'answers-requested':
      return requestAnswers(state, event);
    case 'questions-answered':
      return takeAnswers(state, event);
    case 'questions-declined':
      return declineAnswers(state, event);
    case 'timer-started':
      return startTimerOf(state, event);
    case 'budget-exhausted':
      return exhaustBudget(state, event);
    case 'budget-granted':
      return grantBudget(state, event);
    case 'workflow-paused':
      return pauseWorkflow(state, event);
    case 'workflow-resumed':
      return resumeWorkflow();
    case 'workflow-cancelling':
      return beginCancelling(state, event);
    case 'workflow-cancelled':
      return cancelWorkflow(state, event);
    case 'workflow-failed':
      return failWorkflow(state, event);
    case 'workflow-closing':
      return { phase: 'closing' };
    case 'workflow-completed':
      return finishWorkflow(event);
    default:
      return unknownEvent(event);
  }
}

function unknownEvent(event: never): never {
  throw new HistoryError(`Event ${(event as WorkflowEvent).type} is not known to this release.`);
}
