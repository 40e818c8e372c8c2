import type { ArtifactMetadata, WorkflowEventView, WorkflowStatusView } from '@botarmy/contracts';

/** One workflow as clients see it. */
export interface SeenWorkflow {
  readonly status: WorkflowStatusView;
  readonly events: readonly WorkflowEventView[];
  readonly artifacts: readonly ArtifactMetadata[];
  /** SHA-256 of the downloaded bytes by artifact id. */
  readonly downloads: ReadonlyMap<string, string>;
}

export interface StoredWorkflow {
  readonly workflow_id: string;
  readonly status: string;
  readonly version: number;
}

export interface StoredEvent {
  readonly workflow_id: string;
  readonly seq: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface StoredRequest {
  readonly request_id: string;
  readonly workflow_id: string;
  readonly status: string;
}

export interface StoredVersion {
  readonly version_id: string;
  readonly artifact_id: string;
  readonly workflow_id: string;
  readonly path: string;
  readonly version: number;
  readonly sha256: string;
}

export interface StoredCall {
  readonly idempotency_key: string;
  readonly workflow_id: string;
  readonly task_id: string;
  readonly attempt: number;
  readonly status: string;
  /** Requests that left for a provider, or may have. */
  readonly requests: number;
}

export interface DeadLetterRow {
  readonly schema: string;
  readonly consumer: string;
  readonly event_id: string;
  readonly code: string;
  readonly reason: string;
}

/** What PostgreSQL holds. */
export interface StoredState {
  readonly workflows: readonly StoredWorkflow[];
  readonly events: readonly StoredEvent[];
  readonly requests: readonly StoredRequest[];
  readonly versions: readonly StoredVersion[];
  readonly calls: readonly StoredCall[];
  readonly deadLetters: readonly DeadLetterRow[];
  /** Messages that still wait to be published, by schema. */
  readonly outboxes: Readonly<Record<string, number>>;
  /** Work somebody should still be looking after. */
  readonly dueWork: number;
  /** Events of workflows that insights has no record of. */
  readonly missingInInsights: number;
}

/** Everything the judgement rests on. */
export interface Observation {
  /** By workflow id: those the ledger knows. */
  readonly seen: ReadonlyMap<string, SeenWorkflow>;
  readonly stored: StoredState;
  /** Idempotency keys of the requests that reached the provider, one entry per request. */
  readonly providerCalls: readonly (string | null)[];
  /** Processes ended without warning during the run, by name. */
  readonly kills: Readonly<Record<string, number>>;
  /** Whether the broker's store was deleted on the way. */
  readonly lostStore: boolean;
  /** Ends nobody asked for: what the launcher said about them. */
  readonly unexpectedEnds: readonly string[];
  /** Workflows that had not ended when the time was up. */
  readonly unfinished: readonly string[];
}
