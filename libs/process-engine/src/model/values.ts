import type { ApprovalId, StageId } from './ids';

/** One stored version of a named document. The engine keeps references only, never the text. */
export interface ArtifactReference {
  readonly artifact_id: string;
  readonly version_id: string;
  /** Version number of the artifact, from 1. */
  readonly version: number;
  readonly path: string;
  /** Lower-case hexadecimal SHA-256 of the content. */
  readonly sha256: string;
  readonly size_bytes: number;
}

/** What the runner measured when it checked the output contract. */
export interface ContractEvidence {
  readonly passed: boolean;
  readonly words: number;
  readonly missing_sections: readonly string[];
  /** How often the runner asked the model to repair its answer within the attempt. */
  readonly repairs: number;
  /** Problems in words, when there are more than missing sections. */
  readonly problems?: readonly string[];
}

/** Model usage of one attempt. */
export interface ModelUsage {
  readonly provider: string;
  readonly model: string;
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** Whole millionths of a US dollar. */
  readonly cost_micros: number;
  readonly calls: number;
  /** True when any of the calls was answered by the model simulator. */
  readonly simulated: boolean;
}

/** The process version a workflow is pinned to. */
export interface ProcessReference {
  readonly name: string;
  readonly version: string;
  /** Lower-case hexadecimal SHA-256 of the compiled process. */
  readonly content_hash: string;
}

/** One of the answers offered to the person. */
export interface ApprovalOption {
  readonly value: 'approve' | 'modify' | 'reject';
  readonly label: string;
}

/** A stage transition at which a person decides, as pinned by the workflow. */
export interface ApprovalPoint {
  readonly id: ApprovalId;
  readonly position: 'after' | 'before';
  /** The stage named by the process: the one just finished (`after`) or the one about to start (`before`). */
  readonly stage_id: StageId;
  /** The finished stage whose artifacts are judged; for `before` the stage preceding `stage_id`. */
  readonly reviewed_stage_id: StageId;
  readonly title: string;
  readonly description: string;
  readonly options: readonly ApprovalOption[];
  /** How often answers may send the work back; one more rejection fails the workflow. */
  readonly max_rounds: number;
}

/** Asks for approval at a stage transition other than the process says; exactly one of the two is given. */
export interface ApprovalOverride {
  readonly after?: StageId;
  readonly before?: StageId;
}

/** The three answers as stored. */
export type ApprovalResponse = 'approved' | 'modified' | 'rejected';

/** Points at a text that the next attempt should heed; the text itself is in `WorkflowState.notes`. */
export interface FeedbackReference {
  /** `person`: an answer; `gate`: a failed gate; `failure`: a failed attempt; */
  readonly source: 'person' | 'gate' | 'failure';
  /** HITL request id, or `<task id>#<attempt>`. */
  readonly reference: string;
}

/** Feedback with its text, as handed to the agent. */
export interface Feedback extends FeedbackReference {
  readonly text: string;
}

/** The right to report one attempt. */
export interface AttemptReference {
  readonly task_id: string;
  /** From 1; rises with every new try of the task. */
  readonly attempt: number;
  /** From 1 within the attempt; rises with every hand-over. */
  readonly lease: number;
}

/** `safe-point`: the running attempt may finish; `immediate`: it is taken from the agent and sent again on resume. */
export type PauseMode = 'safe-point' | 'immediate';
