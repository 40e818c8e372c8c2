import { Problem } from '@botarmy/chassis';
import { UnavailableError } from '@botarmy/messaging';
import { AttemptFailure } from '@botarmy/process-engine';

/**
 * What an error of another service means here. A refusal ends the attempt. A service that lacks its own surroundings,
 * or that is still busy with the same call, says nothing about the attempt: the task is repeated, uncounted.
 */
export function readRefusal(error: unknown): unknown {
  if (!(error instanceof Problem)) return error;
  const { status, code, detail, retryAfterMs } = error;
  const lacksItsSurroundings = status === 503 && code === 'unavailable';
  const isBusyWithTheSame = status === 409 && retryAfterMs !== undefined;
  if (lacksItsSurroundings || isBusyWithTheSame) return new UnavailableError(detail, { retryAfterMs, cause: error });
  // A conflict concerns the attempt's own keys, and the next attempt has others.
  const retryable = [408, 409, 429].includes(status) || status >= 500;
  return new AttemptFailure(code, detail, { retryable, retryAfterMs, cause: error });
}
