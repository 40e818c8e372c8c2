import { Count, Flag, Identifier, ListOf, Nested, OneOf, Text, TextList, Timestamp } from '../fields';
import { ArtifactReference } from '../shared/artifact-reference';
import { StaleArtifact } from '../shared/stale-artifact';
import { AGENT_STATUSES, STAGE_STATUSES, TASK_STATUSES, WORKFLOW_STATUSES } from '../statuses';
import type { AgentStatus, StageStatus, TaskStatus, WorkflowStatus } from '../statuses';

/** One task as the status endpoint shows it. */
export class TaskView {
  @Identifier() id!: string;
  @Text({ max: 200 }) name!: string;
  @OneOf(['plan', 'deliverable']) kind!: string;
  @Identifier() agent_id!: string;
  @OneOf(TASK_STATUSES) status!: TaskStatus;
  @Count() attempt!: number;
  @Timestamp({ nullable: true }) started_at!: string | null;
  @Timestamp({ nullable: true }) finished_at!: string | null;
  @Nested(() => ArtifactReference, { nullable: true }) artifact!: ArtifactReference | null;
  /** Why the last attempt failed, in words for people. */
  @Text({ nullable: true, max: 2_000 }) failure!: string | null;
}

/** One stage as the status endpoint shows it. */
export class StageView {
  @Identifier() id!: string;
  @Text({ max: 100 }) name!: string;
  @OneOf(STAGE_STATUSES) status!: StageStatus;
  @ListOf(() => TaskView) tasks!: TaskView[];
}

/** One agent of the process and what it does in this workflow. */
export class WorkflowAgentView {
  @Identifier() id!: string;
  @Text({ max: 100 }) name!: string;
  @OneOf(AGENT_STATUSES) status!: AgentStatus;
  @Text({ nullable: true, max: 200 }) current_task!: string | null;
  @Count({ max: 100 }) progress_percent!: number;
}

/** What the workflow cost so far. */
export class WorkflowCostView {
  @Count() input_tokens!: number;
  @Count() output_tokens!: number;
  @Count() cost_micros!: number;
  @Count() model_calls!: number;
}

/** A task that waits for room, or is kept back, and why. */
export class WaitingTaskView {
  @Identifier() task_id!: string;
  /** 1: it is next; null when it is kept back whatever room there is. */
  @Count({ nullable: true, min: 1 }) position!: number | null;
  /** Such as `tenant-workflows`, `installation-tasks`, `stopped`, `paused`, `model-calls-used-up`. */
  @Text({ max: 100 }) reason!: string;
  /** The same for people. */
  @Text({ max: 500 }) detail!: string;
  @Timestamp() since!: string;
}

/** Specification §7.2.1, `GET /api/workflows/{workflow_id}/status`, with the additional fields the console needs. */
export class WorkflowStatusView {
  @Identifier() id!: string;
  @OneOf(WORKFLOW_STATUSES) status!: WorkflowStatus;
  @Text({ nullable: true, max: 100 }) current_stage!: string | null;
  @Text({ nullable: true, max: 100 }) current_agent!: string | null;
  @Count({ max: 100 }) progress_percent!: number;
  @TextList() completed_stages!: string[];
  @Timestamp({ nullable: true }) estimated_completion!: string | null;
  @Identifier() workflow_type!: string;
  @Text({ max: 64 }) process_version!: string;
  /** First line of the brief, at most 120 characters. */
  @Text({ max: 120 }) title!: string;
  @Timestamp() started_at!: string;
  @Timestamp({ nullable: true }) finished_at!: string | null;
  @Timestamp({ nullable: true }) paused_at!: string | null;
  /** Why the workflow failed or was cancelled. */
  @Text({ nullable: true, max: 2_000 }) failure!: string | null;
  /** True when any model call was answered by the simulated provider. */
  @Flag() simulated!: boolean;
  /** Version of the workflow this view was made from; live frames carry the same numbers. */
  @Count() seq!: number;
  @ListOf(() => StageView) stages!: StageView[];
  @ListOf(() => WorkflowAgentView) agents!: WorkflowAgentView[];
  @TextList() pending_request_ids!: string[];
  /** Tasks that are due and not yet with an agent; absent when there are none. */
  @ListOf(() => WaitingTaskView, { optional: true }) waiting_tasks?: WaitingTaskView[];
  /** Documents whose sources have changed since, at most 200, by path; absent when there are none. */
  @ListOf(() => StaleArtifact, { optional: true, maxItems: 200 }) stale?: StaleArtifact[];
  @Nested(() => WorkflowCostView) cost!: WorkflowCostView;
  /** The workflow this one is the record of, where it came with a bundle. */
  @Identifier({ optional: true }) imported_from?: string;
}

/** One row of the list of workflows. */
export class WorkflowSummary {
  @Identifier() id!: string;
  @Identifier() workflow_type!: string;
  @Text({ max: 120 }) title!: string;
  @OneOf(WORKFLOW_STATUSES) status!: WorkflowStatus;
  @Text({ nullable: true, max: 100 }) current_stage!: string | null;
  @Text({ nullable: true, max: 100 }) current_agent!: string | null;
  @Count({ max: 100 }) progress_percent!: number;
  @Timestamp() started_at!: string;
  @Timestamp({ nullable: true }) finished_at!: string | null;
  @Flag() simulated!: boolean;
  @Count() pending_requests!: number;
  /** The workflow this one is the record of, where it came with a bundle. */
  @Identifier({ optional: true }) imported_from?: string;
}
