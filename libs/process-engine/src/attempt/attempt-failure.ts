/** The attempt ends without a document. What follows is decided by the workflow. */
export class AttemptFailure extends Error {
  /** Whether another attempt may end better. */
  readonly retryable: boolean;
  /** Milliseconds before which another attempt is pointless. */
  readonly retryAfterMs: number;

  /** @param code Kebab-case. @param detail What happened and what to do, without text of documents or models. */
  constructor(
    readonly code: string,
    detail: string,
    options: { retryable: boolean; retryAfterMs?: number; cause?: unknown },
  ) {
    super(detail, { cause: options.cause });
    this.name = 'AttemptFailure';
    this.retryable = options.retryable;
    this.retryAfterMs = Math.ceil(options.retryAfterMs ?? 0);
  }
}
