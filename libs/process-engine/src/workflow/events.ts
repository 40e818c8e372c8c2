import type { AgentId, ApprovalId, RequestId, StageId, TaskId, TenantId, TimerId, WorkflowId } from '../model/ids';
import type {
  ApprovalPoint,
  ApprovalResponse,
  ArtifactReference,
  AttemptReference,
  ContractEvidence,
  FeedbackReference,
  ModelUsage,
  PauseMode,
  ProcessReference,
} from '../model/values';
import type { OpenWork } from '../model/workflow-values';
import type { ApprovalEvent } from './approval-events';
import type { CompensationEvent } from './compensation-events';
import type { ControlEvent } from './control-events';
import type { LanguageEvent } from './language-events';
import type { QuestionEvent } from './question-events';

/** A fact of a workflow. `version` is the version of the shape of `data`; a released one never changes. */
interface Fact<TType extends string, TData> {
  readonly type: TType;
  readonly version: 1;
  /** ISO 8601 in UTC. */
  readonly occurred_at: string;
  readonly data: TData;
}

/** First event of every workflow. */
export type WorkflowStarted = Fact<
  'workflow-started',
  {
    readonly workflow_id: WorkflowId;
    readonly tenant_id: TenantId;
    readonly process: ProcessReference;
    readonly started_by: string;
    readonly approval_points: readonly ApprovalPoint[];
  }
>;

/** A stage begins, or (round > 1) begins again because a person sent work back. */
export type StageStarted = Fact<
  'stage-started',
  {
    readonly stage_id: StageId;
    readonly round: number;
    /** Tasks to do again, in order; empty in round 1. */
    readonly reset_task_ids: readonly TaskId[];
    readonly feedback: readonly FeedbackReference[];
  }
>;

/** An attempt is handed to an agent. */
export type TaskScheduled = Fact<
  'task-scheduled',
  {
    readonly task_id: TaskId;
    readonly stage_id: StageId;
    readonly agent_id: AgentId;
    readonly attempt: number;
    readonly lease: number;
    readonly feedback: readonly FeedbackReference[];
  }
>;

/** The same attempt is handed to another runner. */
export type TaskLeaseRaised = Fact<
  'task-lease-raised',
  {
    readonly task_id: TaskId;
    readonly attempt: number;
    readonly lease: number;
    readonly reason: 'lease-expired' | 'resumed';
  }
>;

/** An attempt ended with a stored artifact; the gates come next. */
export type TaskCompleted = Fact<
  'task-completed',
  {
    readonly task_id: TaskId;
    readonly stage_id: StageId;
    readonly agent_id: AgentId;
    readonly attempt: number;
    readonly lease: number;
    readonly evidence: ContractEvidence;
    readonly usage: ModelUsage;
    readonly duration_ms: number;
  }
>;

/** An attempt ended without an artifact. */
export type TaskFailed = Fact<
  'task-failed',
  {
    readonly task_id: TaskId;
    readonly stage_id: StageId;
    readonly agent_id: AgentId;
    readonly attempt: number;
    readonly lease: number;
    readonly code: string;
    readonly detail: string;
    readonly retryable: boolean;
    readonly usage: ModelUsage | null;
  }
>;

/** The next attempt waits for a timer. */
export type TaskRetryScheduled = Fact<
  'task-retry-scheduled',
  {
    readonly task_id: TaskId;
    readonly next_attempt: number;
    readonly timer_id: TimerId;
    readonly delay_ms: number;
    readonly due_at: string;
  }
>;

/** A gate judged an attempt. */
export type GateEvaluated = Fact<
  'gate-evaluated',
  {
    readonly gate_id: string;
    readonly kind: 'contract' | 'artifact-present';
    readonly stage_id: StageId;
    readonly task_id: TaskId;
    readonly attempt: number;
    readonly passed: boolean;
    /** What was looked at, e.g. word count and missing sections, or sizes by path. */
    readonly evidence: Readonly<Record<string, number | string | readonly string[]>>;
    /** Why it failed, in words the agent can act on. */
    readonly problems: readonly string[];
  }
>;

/** All tasks of a stage are done and all its gates passed. */
export type StageCompleted = Fact<'stage-completed', { readonly stage_id: StageId; readonly round: number }>;

/** A person is asked. */
export type ApprovalRequested = Fact<
  'approval-requested',
  {
    readonly request_id: RequestId;
    readonly approval_id: ApprovalId;
    readonly stage_id: StageId;
    readonly agent_id: AgentId;
    readonly round: number;
    readonly artifacts: readonly ArtifactReference[];
  }
>;

/** A person answered. */
export type ApprovalAnswered = Fact<
  'approval-answered',
  {
    readonly request_id: RequestId;
    readonly approval_id: ApprovalId;
    readonly response: ApprovalResponse;
    /** Personal free text, at most 4,000 characters. Version 2 will carry a reference here, so that it can be erased. */
    readonly feedback: string;
    readonly answered_by: string;
  }
>;

/** A document of the workflow has a new version; `task_id` is null for the brief and the metadata files. */
export type ArtifactRecorded = Fact<
  'artifact-recorded',
  {
    readonly artifact: ArtifactReference;
    readonly task_id: TaskId | null;
    readonly stage_id: StageId | null;
    readonly agent_id: AgentId | null;
  }
>;

/** The workflow is held. */
export type WorkflowPaused = Fact<
  'workflow-paused',
  {
    readonly mode: PauseMode;
    readonly paused_by: string;
    /** Attempts taken from their agents. */
    readonly interrupted: readonly AttemptReference[];
  }
>;

/** The workflow goes on. */
export type WorkflowResumed = Fact<'workflow-resumed', { readonly resumed_by: string }>;

/** A person ended the workflow. */
export type WorkflowCancelled = Fact<
  'workflow-cancelled',
  { readonly reason: string; readonly cancelled_by: string; readonly open: OpenWork }
>;

/** The workflow cannot go on. */
export type WorkflowFailed = Fact<
  'workflow-failed',
  { readonly code: string; readonly detail: string; readonly task_id: TaskId | null; readonly open: OpenWork }
>;

/** All stages are done; the metadata files remain to be written. */
export type WorkflowClosing = Fact<'workflow-closing', { readonly metadata_paths: readonly string[] }>;

/** Everything is stored. */
export type WorkflowCompleted = Fact<'workflow-completed', { readonly artifact_count: number }>;

/** Every fact a workflow consists of. */
export type WorkflowEvent =
  | WorkflowStarted
  | StageStarted
  | TaskScheduled
  | TaskLeaseRaised
  | TaskCompleted
  | TaskFailed
  | TaskRetryScheduled
  | GateEvaluated
  | StageCompleted
  | ApprovalRequested
  | ApprovalAnswered
  | ArtifactRecorded
  | WorkflowPaused
  | WorkflowResumed
  | WorkflowCancelled
  | WorkflowFailed
  | WorkflowClosing
  | WorkflowCompleted
  | ApprovalEvent
  | CompensationEvent
  | ControlEvent
  | LanguageEvent
  | QuestionEvent;

/** Names of all events. */
export type WorkflowEventType = WorkflowEvent['type'];

/** Every fact in the version that is written today. */
export type CurrentEvent = Exclude<WorkflowEvent, WorkflowStarted | TaskCompleted>;
