import type { ApprovalPolicy } from './approval-policy';
import type { ApprovalId, RequestId, StageId, TaskId, TimerId, WorkflowId } from './ids';
import type { JsonRecord } from './json-value';
import type { ApprovalOption, ApprovalPoint, AttemptReference } from './values';

/** Tokens and money used; tokens are input and output together, money whole millionths of a US dollar. */
export interface Spent {
  readonly tokens: number;
  readonly cost_micros: number;
}

/** A place at which a person decides, about a stage or about one task, as pinned since `workflow-started` version 2. */
export interface TaskApprovalPoint {
  readonly id: ApprovalId;
  readonly position: 'after' | 'before';
  /** The task just finished (`after`) or about to start (`before`). */
  readonly task_id: TaskId;
  readonly stage_id: StageId;
  readonly title: string;
  readonly description: string;
  readonly options: readonly ApprovalOption[];
  readonly max_rounds: number;
  /** Absent when any one approver decides. */
  readonly policy?: ApprovalPolicy;
}

/** An approval of a stage transition with who decides about it. */
export interface StageApprovalPoint extends ApprovalPoint {
  /** Absent when any one approver decides. */
  readonly policy?: ApprovalPolicy;
}

/** What a workflow pins of an approval; only one about a task has `task_id`. */
export type PinnedApprovalPoint = StageApprovalPoint | TaskApprovalPoint;

/** What made a workflow start, when it was not a person. */
export type WorkflowOrigin =
  | {
      readonly kind: 'sub-process';
      readonly workflow_id: WorkflowId;
      readonly task_id: TaskId;
      readonly attempt: number;
    }
  | { readonly kind: 'fork'; readonly workflow_id: WorkflowId; readonly seq: number };

/** What was open when a workflow ended early; every entry is closed by an effect. */
export interface OpenWork {
  readonly attempts: readonly AttemptReference[];
  readonly request_ids: readonly RequestId[];
  readonly timer_ids: readonly TimerId[];
}

/** What a timer limits: one attempt, a task, stage or workflow as a whole, or undoing the work of a cancelled one. */
export type TimerPurpose =
  'attempt-timeout' | 'task-deadline' | 'stage-deadline' | 'workflow-deadline' | 'compensation-deadline';

/** What a budget is about. */
export type BudgetScope = 'workflow' | 'stage' | 'task';

/** Inputs a workflow is started with beside the brief, as sent. */
export type GivenInputs = JsonRecord;
