import type { CompiledProcess } from '../definition/compiled-process';
import type { ModelUsage } from '../model/values';
import type { WorkflowEvent } from '../workflow/events';

/** What a run is called and how far its record goes. */
export interface RunHeader {
  /** Version of the bundle's form. */
  readonly format: 1;
  readonly workflow_id: string;
  readonly title: string;
  /** Number of the last event on record. */
  readonly seq: number;
}

/** A model call as the router recorded it. */
export interface RecordedCall {
  /** Idempotency key: `<workflow>/<task>/<attempt>/<turn>`. */
  readonly key: string;
  readonly call_id: string;
  readonly task_id: string | null;
  readonly attempt: number | null;
  readonly route: string;
  /** Lower-case hexadecimal SHA-256 of what was asked. */
  readonly request_sha256: string;
  /** `completed` when there is an answer. */
  readonly status: string;
  readonly finish_reason: string | null;
  readonly error_code: string | null;
  readonly usage: ModelUsage;
  /** ISO 8601 in UTC. */
  readonly asked_at: string;
  readonly settled_at: string | null;
  /** Null where there is none, or where it was erased. */
  readonly text: string | null;
}

/** A version of a document with its content. */
export interface RecordedDocument {
  readonly version_id: string;
  readonly artifact_id: string;
  readonly version: number;
  readonly path: string;
  /** Lower-case hexadecimal SHA-256 of the text. */
  readonly sha256: string;
  /** Facts kept with the version, such as `context_tokens`. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Null where it was erased. */
  readonly text: string | null;
}

/** Versions of a process by content hash. */
export type ProcessVersionsOfRun = ReadonlyMap<string, CompiledProcess>;

/** All that a run consists of: enough to do it again without a provider. */
export interface RunRecord {
  readonly header: RunHeader;
  /** The version the run began with. */
  readonly process: CompiledProcess;
  /** Every version it ran on, by content hash. */
  readonly processes: ProcessVersionsOfRun;
  readonly events: readonly WorkflowEvent[];
  /** By idempotency key. */
  readonly calls: ReadonlyMap<string, RecordedCall>;
  /** By version id. */
  readonly documents: ReadonlyMap<string, RecordedDocument>;
}
