import type { CompiledProcess } from '../definition/compiled-process';
import type { IdPrefix } from '../model/ids';
import type { WorkflowEvent } from './events';

/** What a decision may know of the world; everything else is in the command and the state. */
export interface DecideContext {
  /** The process the workflow is pinned to. */
  readonly process: CompiledProcess;
  /** The present, ISO 8601 in UTC. */
  readonly now: string;
  /** A new id, e.g. `hitl_…`. */
  readonly nextId: (prefix: IdPrefix) => string;
  /** The system-wide switch, for processes that leave it open; counts at the start. Default: one task at a time. */
  readonly parallel?: boolean;
}

/** The command became facts; append them all or none. */
export interface Accepted {
  readonly outcome: 'accepted';
  readonly events: readonly WorkflowEvent[];
}

/** The command was wrong; tell its sender. Nothing changes. */
export interface Rejected {
  readonly outcome: 'rejected';
  readonly code: RejectionCode;
  readonly detail: string;
}

/** The command came late or twice; nothing changes and nobody needs to act. */
export interface Ignored {
  readonly outcome: 'ignored';
  readonly reason: IgnoreReason;
}

/** The three outcomes of a command. */
export type Decision = Accepted | Rejected | Ignored;

/** Why a command was refused. */
export type RejectionCode =
  | 'workflow-not-started'
  | 'workflow-ended'
  | 'workflow-closing'
  | 'workflow-cancelling'
  | 'process-mismatch'
  | 'brief-path-mismatch'
  | 'unknown-stage'
  | 'unknown-input'
  | 'missing-input'
  | 'wrong-input-type'
  | 'input-too-large'
  | 'values-too-large'
  | 'approval-without-reviewed-stage'
  | 'artifact-path-mismatch'
  | 'metadata-incomplete'
  | 'unknown-task'
  | 'unknown-agent'
  | 'unknown-artifact'
  | 'task-not-started'
  | 'task-completed'
  | 'stage-not-started'
  | 'reason-missing'
  | 'message-empty'
  | 'too-much-guidance'
  | 'cannot-migrate';

/** Why a command changed nothing. */
export type IgnoreReason =
  | 'already-started'
  | 'already-paused'
  | 'already-cancelled'
  | 'already-cancelling'
  | 'not-paused'
  | 'not-closing'
  | 'paused'
  | 'workflow-ended'
  | 'task-not-running'
  | 'stale-attempt'
  | 'stale-lease'
  | 'request-not-open'
  | 'timer-not-current'
  | 'already-skipped'
  | 'already-given'
  | 'artifact-not-newer'
  | 'nothing-stale'
  | 'already-current';

/** Makes an accepted decision. */
export function accept(events: readonly WorkflowEvent[]): Accepted {
  return { outcome: 'accepted', events };
}

/** Makes a refusal. */
export function reject(code: RejectionCode, detail: string): Rejected {
  return { outcome: 'rejected', code, detail };
}

/** Makes an ignored decision. */
export function ignore(reason: IgnoreReason): Ignored {
  return { outcome: 'ignored', reason };
}
