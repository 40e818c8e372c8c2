import { APIConnectionTimeoutError, APIError } from 'openai';

import { codeOfStatus } from '../classify-status';
import { networkFailureOf } from '../network-failure';
import { ProviderFailure } from '../provider-failure';
import { retryAfterMsOf } from '../retry-after';
import { knownOpenAiCode } from './error-codes';

/** What an error of the `openai` package means. */
export function failureOf(error: unknown): ProviderFailure {
  if (error instanceof APIConnectionTimeoutError) return new ProviderFailure('connect-timeout');
  if (!(error instanceof APIError)) return networkFailureOf(error);
  const status: number | undefined = error.status;
  const known = knownOpenAiCode(error.code);
  if (status === undefined) {
    // An error event inside a begun stream has a type and no status; a connection error has neither.
    const isEvent = error.error !== undefined;
    return new ProviderFailure(known ?? (isEvent ? 'server-error' : 'connection-lost'));
  }
  const retryAfterMs = retryAfterMsOf(error.headers, new Date());
  return new ProviderFailure(known ?? codeOfStatus(status), { status, retryAfterMs });
}
