import type { AgentId, ApprovalId, RequestId, StageId, TaskId, TenantId, TimerId, WorkflowId } from '../model/ids';
import type { ApprovalPoint, ArtifactReference, FeedbackReference, PauseMode, ProcessReference } from '../model/values';

/** Where a workflow stands; `completed`, `failed` and `cancelled` are final. */
export type WorkflowPhase = 'running' | 'closing' | 'completed' | 'failed' | 'cancelled';

/**
 * `running`: sent to an agent; `retrying`: a new attempt is due (waits for its timer, or for resume);
 * `interrupted`: taken from the agent by an immediate pause; `pending`: sent back by a person, not yet sent again.
 */
export type TaskStatus = 'pending' | 'running' | 'retrying' | 'interrupted' | 'completed' | 'failed' | 'cancelled';

/** What the workflow knows of a task that was scheduled at least once. */
export interface TaskState {
  readonly status: TaskStatus;
  readonly stage_id: StageId;
  readonly agent_id: AgentId;
  readonly attempt: number;
  readonly lease: number;
  /** Failed attempts since the work was last ordered by the process or by a person; bounds retries. */
  readonly failures: number;
  readonly feedback: readonly FeedbackReference[];
  /** Timer of a delayed retry and when it is due, else null. */
  readonly timer: { readonly timer_id: TimerId; readonly due_at: string } | null;
  readonly scheduled_at: string;
  readonly ended_at: string | null;
}

/** What the workflow knows of a stage that was started. */
export interface StageState {
  readonly status: 'running' | 'completed';
  /** 1 at first, one more each time people send it back. */
  readonly round: number;
}

/** What the workflow knows of an approval point that was asked at least once. */
export interface ApprovalState {
  readonly approved: boolean;
  /** Requests opened so far. */
  readonly rounds: number;
}

/** The request the workflow waits for. */
export interface PendingApproval {
  readonly request_id: RequestId;
  readonly approval_id: ApprovalId;
  readonly requested_at: string;
}

/** Sum of the model usage of all reported attempts. */
export interface UsageTotals {
  readonly calls: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cost_micros: number;
  readonly simulated: boolean;
}

/**
 * The state of one workflow: plain JSON (it is stored as snapshot), never changed in place. Tasks, stages and
 * approvals appear when they first matter; absent means untouched. Times are ISO 8601 in UTC.
 */
export interface WorkflowState {
  /** Number of events folded. */
  readonly version: number;
  readonly workflow_id: WorkflowId;
  readonly tenant_id: TenantId;
  readonly process: ProcessReference;
  readonly phase: WorkflowPhase;
  readonly started_by: string;
  readonly started_at: string;
  readonly updated_at: string;
  readonly ended_at: string | null;
  readonly approval_points: readonly ApprovalPoint[];
  /** The stage last started; null before the first. */
  readonly current_stage_id: StageId | null;
  readonly stages: Readonly<Record<StageId, StageState>>;
  readonly tasks: Readonly<Record<TaskId, TaskState>>;
  /** Newest version by path, the brief and the metadata files included. */
  readonly artifacts: Readonly<Record<string, ArtifactReference>>;
  readonly approvals: Readonly<Record<ApprovalId, ApprovalState>>;
  readonly pending_approval: PendingApproval | null;
  readonly pause: { readonly mode: PauseMode; readonly paused_at: string } | null;
  /** Feedback texts by reference, dropped when the stage they belong to is completed. */
  readonly notes: Readonly<Record<string, string>>;
  readonly usage: UsageTotals;
  readonly failure: { readonly code: string; readonly detail: string; readonly task_id: TaskId | null } | null;
  readonly cancellation: { readonly reason: string; readonly cancelled_by: string } | null;
}
