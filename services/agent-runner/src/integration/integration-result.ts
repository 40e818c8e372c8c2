import type { JsonRecord } from '@botarmy/process-engine';

/** What a call or query brought back. */
export interface IntegrationResult {
  /** Markdown that becomes the one section of the document. */
  readonly body: string;
  /** Everything a value of the document may be taken from, by name. */
  readonly facts: JsonRecord;
}

/** What bounds one call. */
export interface CallBounds {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Aborted when nobody waits for the attempt any more. */
  readonly signal: AbortSignal;
  /** The same however often the attempt is repeated: workflow, task, attempt. */
  readonly idempotencyKey: string;
}
