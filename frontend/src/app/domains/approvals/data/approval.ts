import type { ArtifactReference } from '../../artifacts/data/artifact';
import type { AskedQuestion, KeptAnswer } from './question';

/** Status of a HITL request; the participles are the three answers. */
export type HitlStatus = 'pending' | 'approved' | 'modified' | 'rejected' | 'cancelled';

/** What a person may answer, as stored. */
export type HitlAnswer = 'approved' | 'modified' | 'rejected';

/** One row of the list of requests. */
export interface HitlRequestSummary {
  readonly id: string;
  readonly workflow_id: string;
  readonly agent_id: string;
  readonly type: 'approval' | 'input' | 'decision';
  readonly title: string;
  readonly description: string;
  readonly status: HitlStatus;
  readonly created_at: string;
  readonly resolved_at: string | null;
}

/** A page of requests. */
export interface ListHitlRequestsReply {
  readonly requests: readonly HitlRequestSummary[];
  readonly total_count: number;
  readonly next_cursor: string | null;
}

/** One answer a person may choose. */
export interface HitlOption {
  readonly value: string;
  readonly label: string;
}

/** The answer on record. */
export interface HitlResponseView {
  readonly response: string;
  readonly feedback: string;
  readonly modifications: readonly string[];
  readonly answered_by: string;
  readonly answered_by_name: string;
  readonly answered_at: string;
}

/** One request with what the decision is about. */
export interface HitlRequestView extends HitlRequestSummary {
  readonly context: { readonly stage: string; readonly artifacts: readonly string[] };
  readonly options: readonly HitlOption[];
  readonly artifact_versions: readonly ArtifactReference[];
  readonly response: HitlResponseView | null;
  /** What an agent asks; absent for an approval. */
  readonly questions?: readonly AskedQuestion[];
  /** Answers kept so far. */
  readonly answers?: readonly KeptAnswer[];
}

/** What a person answers. */
export interface HitlResponse {
  readonly response: HitlAnswer;
  readonly feedback: string;
}

/** Answer to an answer: `workflow_resumed` when the workflow goes on because of it. */
export interface RespondReply {
  readonly success: boolean;
  readonly resolved_at: string;
  readonly workflow_resumed: boolean;
}
