/** Every way a request to a provider can fail; the closed set of labels and record values. */
export const FAILURE_CODES = [
  'rate-limited',
  'server-error',
  'connection-lost',
  'connect-timeout',
  'first-byte-timeout',
  'idle-timeout',
  'malformed-answer',
  'incomplete-answer',
  'answer-too-large',
  'unknown-tool',
  'answer-not-as-asked',
  'budget-exhausted',
  'answer-blocked',
  'circuit-open',
  'queue-full',
  'call-timeout',
  'cancelled',
  'interrupted',
  'unauthorized',
  'context-length-exceeded',
  'invalid-request',
] as const;

/** One of the ways. */
export type FailureCode = (typeof FAILURE_CODES)[number];

/** Where another provider, or the same one later, may do better. */
const RETRYABLE: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'rate-limited',
  'server-error',
  'connection-lost',
  'connect-timeout',
  'first-byte-timeout',
  'idle-timeout',
  'malformed-answer',
  'incomplete-answer',
  'unknown-tool',
  'answer-not-as-asked',
  'circuit-open',
  'queue-full',
]);

/** Retryable ones of which the provider's health is not the reason. */
const SAYS_NOTHING: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'unknown-tool',
  'answer-not-as-asked',
  'circuit-open',
  'queue-full',
]);

/**
 * A request to a provider that failed. It has no `cause` on purpose: errors of the SDKs carry headers, bodies and
 * messages in which prompts and keys can stand, and a cause is logged.
 */
export class ProviderFailure extends Error {
  readonly code: FailureCode;
  /** HTTP status the provider answered with; undefined when there was none. */
  readonly status: number | undefined;
  /** How long the provider asks to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(code: FailureCode, details: { status?: number; retryAfterMs?: number } = {}) {
    super(`the provider request failed: ${code}`);
    this.name = 'ProviderFailure';
    this.code = code;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
  }

  get isRetryable(): boolean {
    return RETRYABLE.has(this.code);
  }

  /** Whether it says something about the provider and not about the request, the answer's content or this replica. */
  get isTelling(): boolean {
    return this.isRetryable && !SAYS_NOTHING.has(this.code);
  }
}
