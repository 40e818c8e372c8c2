import type { AgentId, ApprovalId, RequestId, StageId, TaskId, TenantId, TimerId, WorkflowId } from '../model/ids';
import type { JsonRecord, JsonValue } from '../model/json-value';
import type { AgentQuestion, GivenAnswer } from '../model/question';
import type { ArtifactReference, FeedbackReference, PauseMode, ProcessReference } from '../model/values';
import type { PinnedApprovalPoint, Spent, TimerPurpose, WorkflowOrigin } from '../model/workflow-values';

/** Shape of the state; a snapshot with another number is thrown away and folded again from the events. */
export const WORKFLOW_STATE_SHAPE = 2;

/** Where a workflow stands; `completed`, `failed` and `cancelled` are final; one that is `cancelling` undoes its work. */
export type WorkflowPhase = 'running' | 'closing' | 'cancelling' | 'completed' | 'failed' | 'cancelled';

/**
 * `running`: sent to an agent; `retrying`: a new attempt is due (waits for its timer, or for resume);
 * `interrupted`: taken from the agent by an immediate pause; `pending`: sent back, not yet sent again; `skipped`: left
 * out by its condition or by a person.
 */
export type TaskStatus =
  'pending' | 'running' | 'retrying' | 'interrupted' | 'completed' | 'skipped' | 'failed' | 'cancelled';

/** What the workflow knows of a task that was scheduled or skipped at least once. */
export interface TaskState {
  readonly status: TaskStatus;
  readonly stage_id: StageId;
  readonly agent_id: AgentId;
  readonly attempt: number;
  readonly lease: number;
  /** Rounds of `repeat … until`, from 1. */
  readonly round: number;
  /** Failed attempts since the work was last ordered by the process or by a person; bounds retries. */
  readonly failures: number;
  readonly feedback: readonly FeedbackReference[];
  /** Timer of a delayed retry and when it is due, else null. */
  readonly timer: { readonly timer_id: TimerId; readonly due_at: string } | null;
  readonly scheduled_at: string;
  readonly ended_at: string | null;
  /** Usage of all reported attempts. */
  readonly spent: Spent;
  /** Words of the last document, null before there is one. */
  readonly words: number | null;
  /** Values the last document stated, null when there are none. */
  readonly values: JsonRecord | null;
  /** True for a task that failed for good and whose failure the process puts up with. */
  readonly tolerated: boolean;
  /** The last verdict of each gate on the document, by gate id. */
  readonly gates: Readonly<Record<string, boolean>>;
  /** The workflow that does a sub-process task, else null. */
  readonly child_id: WorkflowId | null;
  /** Versions the attempt in hand began with of documents that have newer ones by now, by path. */
  readonly pinned?: Readonly<Record<string, ArtifactReference>>;
  /** What it asked people; absent when it asked nothing. */
  readonly dialogue?: Dialogue;
}

/** Questions of a task to people, and what they said. */
export interface Dialogue {
  /** Rounds so far. */
  readonly rounds: number;
  /** What a task that is `retrying` waits for; null when it is answered. */
  readonly open: readonly AgentQuestion[] | null;
  /** Of all rounds, in order. */
  readonly answers: readonly GivenAnswer[];
}

/** Why a document no longer fits what it was built from. */
export interface StaleMark {
  readonly because: string;
  readonly cause: { readonly path: string; readonly version: number };
  readonly since: string;
}

/** What a person told an agent for its next attempts. */
export interface Guidance {
  readonly agent_id: AgentId;
  readonly text: string;
}

/** What the workflow knows of a stage that was started or skipped. */
export interface StageState {
  readonly status: 'running' | 'completed' | 'skipped';
  /** 1 at first, one more each time it is done again. */
  readonly round: number;
  /** How often `repeat … until` had it done again. */
  readonly repeats: number;
  readonly tasks: Readonly<Record<TaskId, TaskState>>;
  /** Items of the tasks that were expanded; the instances are `<task>--0`, `<task>--1` and so on. */
  readonly groups: Readonly<Record<TaskId, readonly JsonValue[]>>;
  /** Feedback texts by reference, dropped when the stage is completed. */
  readonly notes: Readonly<Record<string, string>>;
  readonly spent: Spent;
}

/** What the workflow knows of an approval point that was asked at least once. */
export interface ApprovalState {
  readonly approved: boolean;
  /** Requests opened so far. */
  readonly rounds: number;
  /** What had changed when the last answer was void; absent when none was. */
  readonly changes?: readonly string[];
}

/** A request the workflow waits for. */
export interface PendingApproval {
  readonly request_id: RequestId;
  readonly approval_id: ApprovalId;
  /** The task whose questions it asks; absent for an approval. */
  readonly task_id?: TaskId;
  readonly requested_at: string;
}

/** Artifacts by path, kept in buckets so that recording one copies a few entries, however many there are. Plain JSON. */
export type ArtifactTable = Readonly<Record<string, Readonly<Record<string, ArtifactReference>>>>;

/** A timeout or deadline that runs. */
export interface RunningTimer {
  readonly purpose: TimerPurpose;
  /** Stage or task; null for the workflow. */
  readonly subject_id: string | null;
  /** The attempt a timeout belongs to, else 0. */
  readonly attempt: number;
  readonly due_at: string;
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
  readonly shape: typeof WORKFLOW_STATE_SHAPE;
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
  /** `sequential`: one task at a time; decided at the start for good. */
  readonly concurrency: 'sequential' | 'parallel';
  /** Values of the typed inputs, defaults filled in. */
  readonly inputs: JsonRecord;
  readonly origin: WorkflowOrigin | null;
  readonly approval_points: readonly PinnedApprovalPoint[];
  /** The stage last started; null before the first. */
  readonly current_stage_id: StageId | null;
  /** In the order they were started. */
  readonly stages: Readonly<Record<StageId, StageState>>;
  /** Newest version by path, the brief and the metadata files included; see `artifactAt` and `artifactsOf`. */
  readonly artifacts: ArtifactTable;
  readonly approvals: Readonly<Record<ApprovalId, ApprovalState>>;
  /** The oldest first. */
  readonly pending_approvals: readonly PendingApproval[];
  readonly pause: { readonly mode: PauseMode; readonly paused_at: string } | null;
  /** Timeouts and deadlines that run. */
  readonly timers: Readonly<Record<TimerId, RunningTimer>>;
  /** How often a used-up budget was granted again, by `workflow`, `stage:<id>` or `task:<id>`. */
  readonly grants: Readonly<Record<string, number>>;
  /** Budgets that hold the workflow until a person resumes it. */
  readonly exhausted: readonly string[];
  readonly usage: UsageTotals;
  readonly failure: { readonly code: string; readonly detail: string; readonly task_id: TaskId | null } | null;
  readonly cancellation: {
    readonly reason: string;
    readonly cancelled_by: string;
    /** When it was asked for, where undoing took time. */
    readonly requested_at?: string;
  } | null;
  /** What undoes the work of a cancelled workflow, in the order it is done. */
  readonly compensation?: readonly TaskId[];
  /** Documents built from something that has changed, by path. */
  readonly stale?: Readonly<Record<string, StaleMark>>;
  /** What people told agents, by message id. */
  readonly guidance?: Readonly<Record<string, Guidance>>;
}
