import type { ApprovalBound } from '../model/approval-bound';
import type { RequestId, TaskId, TenantId, TimerId, WorkflowId } from '../model/ids';
import type { JsonRecord } from '../model/json-value';
import type {
  ApprovalOverride,
  ApprovalResponse,
  ArtifactReference,
  ContractEvidence,
  ModelUsage,
  PauseMode,
  ProcessReference,
} from '../model/values';
import type { WorkflowOrigin } from '../model/workflow-values';
import type { ControlCommand } from './control-commands';
import type { QuestionCommand } from './question-commands';

/** Starts a workflow; `process` must be the process of the decision's context. */
export interface StartCommand {
  readonly type: 'start';
  readonly workflow_id: WorkflowId;
  readonly tenant_id: TenantId;
  readonly process: ProcessReference;
  /** The stored brief; its path is the process' input. */
  readonly brief: ArtifactReference;
  readonly started_by: string;
  /** Replaces the process' approvals when given; an empty list asks nobody. */
  readonly approvals?: readonly ApprovalOverride[] | null;
  /** Values of the typed inputs; what is absent has its default. */
  readonly inputs?: JsonRecord | null;
  /** What started it, when it was not a person. */
  readonly origin?: WorkflowOrigin | null;
}

/** A runner finished an attempt and stored its artifact. */
export interface CompleteTaskCommand {
  readonly type: 'complete-task';
  readonly task_id: TaskId;
  readonly attempt: number;
  readonly lease: number;
  readonly artifact: ArtifactReference;
  readonly evidence: ContractEvidence;
  readonly usage: ModelUsage;
  readonly duration_ms: number;
  /** What the document states, checked by the runner; at most `MAX_VALUES_BYTES` as JSON. */
  readonly values?: JsonRecord | null;
}

/** A runner gave an attempt up. */
export interface FailTaskCommand {
  readonly type: 'fail-task';
  readonly task_id: TaskId;
  readonly attempt: number;
  readonly lease: number;
  /** Kebab-case, e.g. `provider-unavailable`, `output-rejected`. */
  readonly code: string;
  readonly detail: string;
  readonly retryable: boolean;
  /** Wish of the provider; the engine waits at least this long, at most `MAX_RETRY_AFTER_MS`. */
  readonly retry_after_ms?: number | null;
  /** What the attempt cost nevertheless. */
  readonly usage?: ModelUsage | null;
}

/** The runner that held the lease was not heard of in time. */
export interface ExpireLeaseCommand {
  readonly type: 'expire-lease';
  readonly task_id: TaskId;
  readonly attempt: number;
  readonly lease: number;
}

/** A person (or policy) answered a HITL request; who won has been decided before. */
export interface AnswerApprovalCommand {
  readonly type: 'answer-approval';
  readonly request_id: RequestId;
  readonly response: ApprovalResponse;
  /** Cut at `MAX_FEEDBACK_CHARACTERS`. */
  readonly feedback?: string | null;
  readonly answered_by: string;
  /** What the answer is valid for, as it was asked; null for one that is valid for anything. */
  readonly bound?: ApprovalBound | null;
}

/** Holds the workflow. */
export interface PauseCommand {
  readonly type: 'pause';
  readonly mode: PauseMode;
  readonly paused_by: string;
  /** True when open questions are withdrawn, and asked anew when the workflow goes on; else they stay open. */
  readonly withdraw_requests?: boolean;
}

/** Lets a held workflow go on. */
export interface ResumeCommand {
  readonly type: 'resume';
  readonly resumed_by: string;
}

/** Ends the workflow for good, after what the process says undoes its work. */
export interface CancelCommand {
  readonly type: 'cancel';
  readonly reason: string;
  readonly cancelled_by: string;
  /** False: at once, whatever is left to undo. Default true. */
  readonly compensate?: boolean;
}

/** A timer started by a `start-timer` effect is due. */
export interface FireTimerCommand {
  readonly type: 'fire-timer';
  readonly timer_id: TimerId;
}

/** The metadata files asked for by `close-workflow` are stored. */
export interface RecordClosingCommand {
  readonly type: 'record-closing';
  readonly artifacts: readonly ArtifactReference[];
}

/** Everything that can be asked of a workflow. */
export type WorkflowCommand =
  | StartCommand
  | CompleteTaskCommand
  | FailTaskCommand
  | ExpireLeaseCommand
  | AnswerApprovalCommand
  | PauseCommand
  | ResumeCommand
  | CancelCommand
  | FireTimerCommand
  | RecordClosingCommand
  | ControlCommand
  | QuestionCommand;
