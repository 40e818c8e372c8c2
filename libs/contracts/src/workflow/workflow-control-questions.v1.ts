import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, ListOf, Nested, OneOf, Text, TextList, Timestamp } from '../fields';
import { ArtifactReference } from '../shared/artifact-reference';
import { StaleArtifact } from '../shared/stale-artifact';
import { WorkflowRequest } from './workflow-questions.v1';

const ASKED_BY = { answeredBy: 'orchestrator', askedBy: ['gateway'], entity: 'workflow', version: 1 } as const;

/** What a command that has work done again, or left out, came to. */
export class WorkflowControlReply {
  @Flag() success!: boolean;
  @Timestamp() changed_at!: string;
  /** Version of the workflow after the command. */
  @Count() seq!: number;
  /** Tasks that are to be done again; empty when none are. */
  @TextList({ maxItems: 10_000, max: 128 }) task_ids!: string[];
}

/** Gives a task a new attempt. */
export class RetryTaskRequest extends WorkflowRequest {
  @Identifier() task_id!: string;
  /** What the next attempt should heed. */
  @Text({ max: 4_000, optional: true }) feedback?: string;
}
/** Repeats one task, whether it waits, runs or is done. */
export const retryTask = defineQuestion({
  ...ASKED_BY,
  verb: 'retry-task',
  request: RetryTaskRequest,
  reply: WorkflowControlReply,
  role: 'operator',
});

/** Leaves a task out. */
export class SkipTaskRequest extends WorkflowRequest {
  @Identifier() task_id!: string;
  @Text({ min: 1, max: 500 }) reason!: string;
}
/** The workflow goes on without the task; the reason stays on the record. */
export const skipTask = defineQuestion({
  ...ASKED_BY,
  verb: 'skip-task',
  request: SkipTaskRequest,
  reply: WorkflowControlReply,
  role: 'operator',
});

/** Does a stage again. */
export class RestartStageRequest extends WorkflowRequest {
  @Identifier() stage_id!: string;
  /** What the attempts of the stage should heed. */
  @Text({ max: 4_000, optional: true }) feedback?: string;
}
/** Repeats a stage and exactly those later tasks whose documents were built from what it wrote. */
export const restartStage = defineQuestion({
  ...ASKED_BY,
  verb: 'restart-stage',
  request: RestartStageRequest,
  reply: WorkflowControlReply,
  role: 'operator',
});

/** Does exactly the tasks again whose documents are stale. */
export const rerunStale = defineQuestion({
  ...ASKED_BY,
  verb: 'rerun-stale',
  request: WorkflowRequest,
  reply: WorkflowControlReply,
  role: 'operator',
});

/** What is stale, and what the workflow came from. */
export class WorkflowLineageReply {
  @ListOf(() => StaleArtifact, { maxItems: 10_000 }) stale!: StaleArtifact[];
  /** Tasks that `rerun-stale` would do again. */
  @TextList({ maxItems: 10_000, max: 128 }) stale_task_ids!: string[];
  /** The workflow this one was forked from; null for one that was started. */
  @Identifier({ nullable: true }) parent_workflow_id!: string | null;
  /** Number of the last event taken over from it. */
  @Count({ nullable: true }) parent_seq!: number | null;
  @Count() seq!: number;
}
/** Which documents are stale and why. */
export const getWorkflowLineage = defineQuestion({
  ...ASKED_BY,
  verb: 'lineage',
  request: WorkflowRequest,
  reply: WorkflowLineageReply,
  role: 'viewer',
});

/** A person's version of a document. */
export class EditArtifactRequest extends WorkflowRequest {
  @Text({ min: 1, max: 255 }) path!: string;
  /** At most 512 KiB as UTF-8. */
  @Text({ min: 1, max: 524_288 }) content!: string;
  /** The version the person saw; another newest one refuses the edit. */
  @Count({ min: 1 }) base_version!: number;
  /** True: what was built from the old version is done again at once. */
  @Flag({ optional: true }) rerun?: boolean;
}
/** The new version and what it made stale. */
export class EditArtifactReply {
  @Nested(() => ArtifactReference) artifact!: ArtifactReference;
  @ListOf(() => StaleArtifact, { maxItems: 10_000 }) stale!: StaleArtifact[];
  @TextList({ maxItems: 10_000, max: 128 }) task_ids!: string[];
  @Count() seq!: number;
}
/** Puts a new version of a document that the workflow has. */
export const editArtifact = defineQuestion({
  ...ASKED_BY,
  verb: 'edit-artifact',
  request: EditArtifactRequest,
  reply: EditArtifactReply,
  role: 'operator',
});

/** Specification §7.2.2: something an agent should heed in its next attempt. */
export class MessageAgentRequest extends WorkflowRequest {
  @Identifier() agent_id!: string;
  @Text({ min: 1, max: 4_000 }) message!: string;
}
/** Specification §7.2.2, the answer to `POST /api/agents/message`. */
export class MessageAgentReply {
  @Identifier() message_id!: string;
  @OneOf(['delivered']) status!: 'delivered';
  /** False when the agent has nothing left to do in this workflow. */
  @Flag() agent_response_expected!: boolean;
  /** Where the agent answers, when the message named no workflow. */
  @Identifier({ optional: true }) conversation_id?: string;
}
/** Keeps guidance for the agent's next attempt, on the record. */
export const messageAgent = defineQuestion({
  ...ASKED_BY,
  askedBy: ['gateway', 'hitl'],
  verb: 'message-agent',
  request: MessageAgentRequest,
  reply: MessageAgentReply,
  role: 'operator',
});

/** A document as the fork begins with it. */
export class ForkEdit {
  @Text({ min: 1, max: 255 }) path!: string;
  @Text({ min: 1, max: 524_288 }) content!: string;
}
/** From where a workflow is to be forked, and what is different there. */
export class ForkWorkflowRequest extends WorkflowRequest {
  /** Number of the last event to take over; see the workflow's log. */
  @Count({ min: 1 }) from_seq!: number;
  @ListOf(() => ForkEdit, { maxItems: 20, optional: true }) edits?: ForkEdit[];
}
/** The new workflow. */
export class ForkWorkflowReply {
  @Identifier() workflow_id!: string;
  @OneOf(['started']) status!: 'started';
  @Identifier() parent_workflow_id!: string;
  /** The event it goes on from: the asked one, or the end of the step that event is part of. */
  @Count({ min: 1 }) parent_seq!: number;
}
/** Starts a new workflow from any past step of another one; documents are shared by reference. */
export const forkWorkflow = defineQuestion({
  ...ASKED_BY,
  verb: 'fork',
  request: ForkWorkflowRequest,
  reply: ForkWorkflowReply,
  role: 'operator',
});
