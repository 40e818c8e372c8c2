import type { AgentId, RequestId, StageId, TaskId, TimerId, WorkflowId } from '../model/ids';
import type { JsonRecord } from '../model/json-value';
import type { ArtifactReference, AttemptReference, FeedbackReference, ProcessReference } from '../model/values';
import type { PinnedApprovalPoint } from '../model/workflow-values';

/** A fact that came from a person's control of a workflow; released like every other event. */
interface ControlFact<TType extends string, TData> {
  readonly type: TType;
  readonly version: 1;
  /** ISO 8601 in UTC. */
  readonly occurred_at: string;
  readonly data: TData;
}

/** Tasks are to be done again: their attempts in hand are taken away, their stages open, approvals of these count no more. */
export type TasksReset = ControlFact<
  'tasks-reset',
  {
    readonly reason: 'retry' | 'restart' | 'stale' | 'fork';
    readonly requested_by: string;
    readonly task_ids: readonly TaskId[];
    /** Their stages, in the order of the process. */
    readonly stage_ids: readonly StageId[];
    /** Handed to the next attempt of each of them. */
    readonly feedback: readonly FeedbackReference[];
    /** Text that came with it, by its reference; empty when there is none. Personal free text. */
    readonly note: { readonly reference: string; readonly text: string } | null;
    readonly interrupted: readonly AttemptReference[];
    readonly withdrawn_request_ids: readonly RequestId[];
    readonly timer_ids: readonly TimerId[];
    /** Workflows of sub-process tasks that are taken back. */
    readonly child_ids: readonly WorkflowId[];
  }
>;

/** A task is left out; what comes after goes on without it. */
export type TaskSkipped = ControlFact<
  'task-skipped',
  {
    readonly task_id: TaskId;
    readonly stage_id: StageId;
    readonly agent_id: AgentId;
    readonly cause: 'condition' | 'person';
    readonly reason: string;
    /** Null when the process itself left it out. */
    readonly skipped_by: string | null;
    readonly interrupted: readonly AttemptReference[];
    readonly timer_ids: readonly TimerId[];
  }
>;

/** A person put a new version of a document; questions about the old one are withdrawn. */
export type ArtifactEdited = ControlFact<
  'artifact-edited',
  {
    readonly artifact: ArtifactReference;
    readonly edited_by: string;
    readonly withdrawn_request_ids: readonly RequestId[];
  }
>;

/** Documents that were built from an older version of another one, in the order it was found out. */
export type ArtifactsMarkedStale = ControlFact<
  'artifacts-marked-stale',
  {
    /** The document whose new version made the others stale. */
    readonly cause: { readonly path: string; readonly version: number };
    /** `because` is the input that is new or itself stale. */
    readonly artifacts: readonly { readonly path: string; readonly because: string }[];
  }
>;

/** A person told an agent something; its next attempt is given it. */
export type GuidanceGiven = ControlFact<
  'guidance-given',
  {
    readonly message_id: string;
    readonly agent_id: AgentId;
    /** Personal free text, at most 4,000 characters. */
    readonly text: string;
    readonly given_by: string;
  }
>;

/** The workflow goes on from here by itself: what was in hand in the workflow it comes from stays there. */
export type WorkflowForked = ControlFact<
  'workflow-forked',
  {
    readonly parent_workflow_id: WorkflowId;
    /** Number of the last event taken over. */
    readonly parent_seq: number;
    readonly forked_by: string;
    /** Tasks that were in hand, or ended without a document, and are to be done here. */
    readonly reopened_task_ids: readonly TaskId[];
  }
>;

/** From here on another version of the process counts; what is done and in hand stays as it is. */
export type ProcessMigrated = ControlFact<
  'process-migrated',
  {
    readonly from: ProcessReference;
    readonly to: ProcessReference;
    readonly migrated_by: string;
    readonly approval_points: readonly PinnedApprovalPoint[];
    /** Values of the typed inputs of the new version, defaults filled in. */
    readonly inputs: JsonRecord;
  }
>;

/** Every fact that comes from controlling a workflow. */
export type ControlEvent =
  TasksReset | TaskSkipped | ArtifactEdited | ArtifactsMarkedStale | GuidanceGiven | WorkflowForked | ProcessMigrated;
