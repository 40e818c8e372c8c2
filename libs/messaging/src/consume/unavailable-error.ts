import { isRetryableDatabaseError, RetryableError } from '@botarmy/chassis';

/** Another service, the broker or the database did not answer: says nothing about the message, so it is not counted against it. */
export class UnavailableError extends RetryableError {
  constructor(message: string, options: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, options);
    this.name = 'UnavailableError';
  }
}

/** True when a failure is the surroundings' and not the message's. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof UnavailableError || isRetryableDatabaseError(error);
}
