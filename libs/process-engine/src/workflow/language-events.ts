import type { AgentId, StageId, TaskId, TenantId, TimerId, WorkflowId } from '../model/ids';
import type { JsonRecord, JsonValue } from '../model/json-value';
import type { ContractEvidence, ModelUsage, ProcessReference } from '../model/values';
import type { BudgetScope, PinnedApprovalPoint, Spent, TimerPurpose, WorkflowOrigin } from '../model/workflow-values';

/** A fact with the version of its shape. */
interface VersionedFact<TType extends string, TVersion extends number, TData> {
  readonly type: TType;
  readonly version: TVersion;
  /** ISO 8601 in UTC. */
  readonly occurred_at: string;
  readonly data: TData;
}

/** First event of every workflow: with what version 1 does not say. */
export type WorkflowStartedV2 = VersionedFact<
  'workflow-started',
  2,
  {
    readonly workflow_id: WorkflowId;
    readonly tenant_id: TenantId;
    readonly process: ProcessReference;
    readonly started_by: string;
    readonly approval_points: readonly PinnedApprovalPoint[];
    readonly concurrency: 'sequential' | 'parallel';
    readonly inputs: JsonRecord;
    readonly origin: WorkflowOrigin | null;
  }
>;

/** An attempt ended with a stored artifact, and with the values it states. */
export type TaskCompletedV2 = VersionedFact<
  'task-completed',
  2,
  {
    readonly task_id: TaskId;
    readonly stage_id: StageId;
    readonly agent_id: AgentId;
    readonly attempt: number;
    readonly lease: number;
    readonly evidence: ContractEvidence;
    readonly usage: ModelUsage;
    readonly duration_ms: number;
    /** At most 8 KiB as JSON; null when the task states none. */
    readonly values: JsonRecord | null;
  }
>;

/** A stage is left out with all its tasks: its condition does not hold. */
export type StageSkipped = VersionedFact<'stage-skipped', 1, { readonly stage_id: StageId; readonly reason: string }>;

/** `repeat … until` of a stage: its condition does not hold yet, its tasks are done again. */
export type StageRepeated = VersionedFact<
  'stage-repeated',
  1,
  { readonly stage_id: StageId; readonly round: number; readonly repeats: number }
>;

/** `repeat … until` of a task: its condition does not hold yet, it is done again. */
export type TaskRepeated = VersionedFact<
  'task-repeated',
  1,
  { readonly task_id: TaskId; readonly stage_id: StageId; readonly round: number }
>;

/** The list of a `for_each` task is known: one instance per item. */
export type TaskExpanded = VersionedFact<
  'task-expanded',
  1,
  { readonly task_id: TaskId; readonly stage_id: StageId; readonly items: readonly JsonValue[] }
>;

/** A task failed for good and the workflow goes on: the others `continue` without it, or it `wait`s for a person. */
export type TaskGivenUp = VersionedFact<
  'task-given-up',
  1,
  {
    readonly task_id: TaskId;
    readonly stage_id: StageId;
    readonly attempt: number;
    readonly code: string;
    readonly detail: string;
    readonly on_failure: 'wait' | 'continue';
  }
>;

/** A timeout or deadline runs. */
export type TimerStarted = VersionedFact<
  'timer-started',
  1,
  {
    readonly timer_id: TimerId;
    readonly purpose: TimerPurpose;
    readonly subject_id: string | null;
    readonly attempt: number;
    readonly delay_ms: number;
    readonly due_at: string;
  }
>;

/** A budget is used up before the next attempt could start. */
export type BudgetExhausted = VersionedFact<
  'budget-exhausted',
  1,
  {
    /** `workflow`, `stage:<id>` or `task:<id>`. */
    readonly budget: string;
    readonly scope: BudgetScope;
    readonly limit: { readonly tokens: number | null; readonly cost_micros: number | null };
    readonly spent: Spent;
    readonly on_exhausted: 'fail' | 'pause';
  }
>;

/** A person resumed a workflow that a budget held: the same amount is granted once more. */
export type BudgetGranted = VersionedFact<
  'budget-granted',
  1,
  { readonly budget: string; readonly grants: number; readonly granted_by: string }
>;

/** A sub-process task has its workflow. */
export type ChildStarted = VersionedFact<
  'child-started',
  1,
  { readonly task_id: TaskId; readonly stage_id: StageId; readonly attempt: number; readonly workflow_id: WorkflowId }
>;

/** The events the process language brought beside the first ones. */
export type LanguageEvent =
  | WorkflowStartedV2
  | TaskCompletedV2
  | StageSkipped
  | StageRepeated
  | TaskRepeated
  | TaskExpanded
  | TaskGivenUp
  | TimerStarted
  | BudgetExhausted
  | BudgetGranted
  | ChildStarted;
