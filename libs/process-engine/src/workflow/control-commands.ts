import type { CompiledProcess } from '../definition/compiled-process';
import type { AgentId, StageId, TaskId, WorkflowId } from '../model/ids';
import type { ArtifactReference } from '../model/values';

/** Does a task again: at once when it waits for a retry, anew when it runs, and anew when it is done. */
export interface RetryTaskCommand {
  readonly type: 'retry-task';
  readonly task_id: TaskId;
  readonly requested_by: string;
  /** What the next attempt should heed; cut at `MAX_FEEDBACK_CHARACTERS`. */
  readonly feedback?: string | null;
}

/** Leaves a task out. */
export interface SkipTaskCommand {
  readonly type: 'skip-task';
  readonly task_id: TaskId;
  readonly reason: string;
  readonly skipped_by: string;
}

/** Does a stage again, and whatever was built from what it wrote. */
export interface RestartStageCommand {
  readonly type: 'restart-stage';
  readonly stage_id: StageId;
  readonly requested_by: string;
  /** Handed to the tasks of the stage; cut at `MAX_FEEDBACK_CHARACTERS`. */
  readonly feedback?: string | null;
}

/** A person stored a new version of a document of the workflow. */
export interface EditArtifactCommand {
  readonly type: 'edit-artifact';
  readonly artifact: ArtifactReference;
  readonly edited_by: string;
  /** True: what was built from the old version is done again at once. */
  readonly rerun: boolean;
}

/** Does the tasks again whose documents are stale, and no others. */
export interface RerunStaleCommand {
  readonly type: 'rerun-stale';
  readonly requested_by: string;
}

/** Tells an agent something for its next attempt. */
export interface GiveGuidanceCommand {
  readonly type: 'give-guidance';
  readonly message_id: string;
  readonly agent_id: AgentId;
  /** Cut at `MAX_FEEDBACK_CHARACTERS`. */
  readonly text: string;
  readonly given_by: string;
}

/** Goes on from a copied history; decided on its folded state (see `copyHistory`). */
export interface ForkCommand {
  readonly type: 'fork';
  readonly parent_workflow_id: WorkflowId;
  readonly parent_seq: number;
  readonly forked_by: string;
  /** New versions of documents, stored for this workflow; what was built from the old ones is done again. */
  readonly edits: readonly ArtifactReference[];
}

/** Goes on with another version of the process; decided with the version the workflow is pinned to so far. */
export interface MigrateCommand {
  readonly type: 'migrate';
  readonly to: CompiledProcess;
  readonly migrated_by: string;
}

/** Everything people can do to a workflow besides starting, holding and ending it. */
export type ControlCommand =
  | RetryTaskCommand
  | SkipTaskCommand
  | RestartStageCommand
  | EditArtifactCommand
  | RerunStaleCommand
  | GiveGuidanceCommand
  | ForkCommand
  | MigrateCommand;
