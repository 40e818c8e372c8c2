/** The same work may succeed later: messages are redelivered, HTTP callers get 503 with `Retry-After`. */
export class RetryableError extends Error {
  /** `undefined` leaves the delay to the caller's own back-off. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'RetryableError';
    this.retryAfterMs = options.retryAfterMs;
  }
}
