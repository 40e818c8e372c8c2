import { AttemptFailure } from '@botarmy/process-engine';

/** The installation does not allow or know what the process asks for. */
export function notConfigured(what: string, remedy: string): AttemptFailure {
  return new AttemptFailure('integration-not-configured', `${what} ${remedy}`, { retryable: false });
}

/** The other side did not answer, or not in time; another attempt may end better. */
export function notReached(what: string, cause: unknown): AttemptFailure {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AttemptFailure('integration-failed', `${what}: ${reason}`.slice(0, 1_000), { retryable: true, cause });
}

/** The answer is larger than what may be kept. */
export function tooLarge(what: string, limit: string): AttemptFailure {
  const detail = `${what} is larger than ${limit}: ask for less.`;
  return new AttemptFailure('integration-answer-too-large', detail, { retryable: false });
}

/** The call took longer than it may. */
export function tookTooLong(what: string, timeoutMs: number): AttemptFailure {
  return new AttemptFailure('integration-timeout', `${what} was not done within ${timeoutMs} ms.`, { retryable: true });
}
