import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, JsonObject, ListOf, OneOf, Text, TextList, Timestamp } from '../fields';
import { WORKFLOW_STATUSES } from '../statuses';
import type { WorkflowStatus } from '../statuses';
import { WorkflowStatusView, WorkflowSummary } from './workflow-views.v1';

/** Specification §7.2.1, the body of `POST /api/workflows/start`. */
export class StartWorkflowRequest {
  @Text({ min: 1, max: 20_000 }) project_brief!: string;
  /** The process name; `sdlc` when absent. */
  @Identifier({ optional: true }) workflow_type?: string;
  /** Values of the typed inputs of the process, by name; what is absent has its default. */
  @JsonObject({ optional: true }) inputs?: Record<string, unknown>;
  /** Uploads whose text becomes part of the brief and a document each below `inputs/`; they must be released. */
  @TextList({ maxItems: 10, max: 64, optional: true }) uploads?: string[];
}
/** Specification §7.2.1, the answer to `POST /api/workflows/start`. */
export class StartWorkflowReply {
  @Identifier() workflow_id!: string;
  @OneOf(['started']) status!: 'started';
  @Count() estimated_duration_minutes!: number;
}
/** Starts a workflow; repeated with the same idempotency key it returns the first answer. */
export const startWorkflow = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway', 'hitl'],
  entity: 'workflow',
  verb: 'start',
  version: 1,
  request: StartWorkflowRequest,
  reply: StartWorkflowReply,
  role: 'operator',
});

/** A page of the list of workflows, newest first. */
export class ListWorkflowsRequest {
  @OneOf(WORKFLOW_STATUSES, { optional: true }) status?: WorkflowStatus;
  @Count({ min: 1, max: 100, optional: true }) limit?: number;
  /** `next_cursor` of the page before. */
  @Identifier({ optional: true }) cursor?: string;
}
/** Newest workflows first. */
export class ListWorkflowsReply {
  @ListOf(() => WorkflowSummary) workflows!: WorkflowSummary[];
  @Count() total_count!: number;
  @Identifier({ nullable: true }) next_cursor!: string | null;
}
/** Lists the tenant's workflows. */
export const listWorkflows = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway'],
  entity: 'workflow',
  verb: 'list',
  version: 1,
  request: ListWorkflowsRequest,
  reply: ListWorkflowsReply,
  role: 'viewer',
});

/** Names one workflow. */
export class WorkflowRequest {
  @Identifier() workflow_id!: string;
}
/** The whole state of one workflow for people. */
export const getWorkflowStatus = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway', 'hitl'],
  entity: 'workflow',
  verb: 'status',
  version: 1,
  request: WorkflowRequest,
  reply: WorkflowStatusView,
  role: 'viewer',
});

/** Pauses at the next safe point, or at once. */
export class PauseWorkflowRequest extends WorkflowRequest {
  @OneOf(['safe-point', 'immediate'], { optional: true }) mode?: 'safe-point' | 'immediate';
}
/** A repeat answers with the first timestamp. */
export class PauseWorkflowReply {
  @Flag() success!: boolean;
  @Timestamp() paused_at!: string;
}
/** Pauses a workflow. */
export const pauseWorkflow = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway', 'hitl'],
  entity: 'workflow',
  verb: 'pause',
  version: 1,
  request: PauseWorkflowRequest,
  reply: PauseWorkflowReply,
  role: 'operator',
});

/** When the workflow went on. */
export class ResumeWorkflowReply {
  @Flag() success!: boolean;
  @Timestamp() resumed_at!: string;
}
/** Resumes a paused workflow. */
export const resumeWorkflow = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway', 'hitl'],
  entity: 'workflow',
  verb: 'resume',
  version: 1,
  request: WorkflowRequest,
  reply: ResumeWorkflowReply,
  role: 'operator',
});

/** Why a workflow is cancelled. */
export class CancelWorkflowRequest extends WorkflowRequest {
  @Text({ max: 500, optional: true }) reason?: string;
  /** False: at once, whatever the process says undoes its work. */
  @Flag({ optional: true }) compensate?: boolean;
}
/** When the workflow was cancelled, or since when it is being cancelled. */
export class CancelWorkflowReply {
  @Flag() success!: boolean;
  @Timestamp() cancelled_at!: string;
  @OneOf(['cancelled', 'cancelling'], { optional: true }) status?: 'cancelled' | 'cancelling';
  /** Tasks that are still to undo what was done; absent when the workflow has ended. */
  @Count({ optional: true }) compensations_left?: number;
}
/** Cancels a workflow for good, after what undoes its work. */
export const cancelWorkflow = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway'],
  entity: 'workflow',
  verb: 'cancel',
  version: 1,
  request: CancelWorkflowRequest,
  reply: CancelWorkflowReply,
  role: 'operator',
});

/** Events of one workflow after a version. */
export class ReadWorkflowEventsRequest extends WorkflowRequest {
  @Count({ optional: true }) after_seq?: number;
  @Count({ min: 1, max: 500, optional: true }) limit?: number;
}
/** One event of a workflow's log as clients see it. */
export class WorkflowEventView {
  @Count({ min: 1 }) seq!: number;
  @Identifier() type!: string;
  @Timestamp() occurred_at!: string;
  @JsonObject() data!: Record<string, unknown>;
  @JsonObject() progress!: Record<string, unknown>;
}
/** Oldest first. */
export class ReadWorkflowEventsReply {
  @ListOf(() => WorkflowEventView) events!: WorkflowEventView[];
  /** The workflow's newest version. */
  @Count() last_seq!: number;
}
/** Pages through a workflow's log: what a gateway asks to fill a gap and a read model to rebuild. */
export const readWorkflowEvents = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway', 'insights'],
  entity: 'workflow',
  verb: 'read-events',
  version: 1,
  request: ReadWorkflowEventsRequest,
  reply: ReadWorkflowEventsReply,
  role: 'viewer',
});

/** No parameters. */
export class EmptyRequest {
  /** Reserved; always absent. */
  @Flag({ optional: true }) reserved?: boolean;
}
/** An agent that some process uses. */
export class AgentSummary {
  @Identifier() id!: string;
  @Text({ max: 100 }) name!: string;
  @Flag() enabled!: boolean;
}
/** A process that can be started. */
export class ProcessSummary {
  @Identifier() name!: string;
  @Text({ max: 64 }) version!: string;
  @Text({ max: 200 }) title!: string;
  @Count() estimated_duration_minutes!: number;
}
/** What the platform is doing right now, for `GET /api/status`. */
export class OrchestratorOverview {
  @Count() active_workflows!: number;
  @ListOf(() => AgentSummary) agents!: AgentSummary[];
  @ListOf(() => ProcessSummary) processes!: ProcessSummary[];
}
/** Counts and catalogue of the tenant. */
export const getOrchestratorOverview = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway', 'hitl'],
  entity: 'workflow',
  verb: 'overview',
  version: 1,
  request: EmptyRequest,
  reply: OrchestratorOverview,
  role: 'viewer',
});
