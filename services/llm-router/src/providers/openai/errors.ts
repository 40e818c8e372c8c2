import { APIConnectionTimeoutError, APIError } from 'openai';

import { codeOfStatus } from '../classify-status';
import { networkFailureOf } from '../network-failure';
import { ProviderFailure } from '../provider-failure';
import type { FailureCode } from '../provider-failure';
import { retryAfterMsOf } from '../retry-after';

/** Error codes that say more than their status. Money used up is nothing that waiting helps, but another provider may. */
const CODES: Readonly<Record<string, FailureCode>> = {
  context_length_exceeded: 'context-length-exceeded',
  rate_limit_exceeded: 'rate-limited',
  insufficient_quota: 'rate-limited',
  invalid_api_key: 'unauthorized',
};

/** What an error of the `openai` package means. */
export function failureOf(error: unknown): ProviderFailure {
  if (error instanceof APIConnectionTimeoutError) return new ProviderFailure('connect-timeout');
  if (!(error instanceof APIError)) return networkFailureOf(error);
  const status: number | undefined = error.status;
  const known = CODES[error.code ?? ''];
  if (status === undefined) {
    // An error event inside a begun stream has a type and no status; a connection error has neither.
    const isEvent = error.error !== undefined;
    return new ProviderFailure(known ?? (isEvent ? 'server-error' : 'connection-lost'));
  }
  const retryAfterMs = retryAfterMsOf(error.headers, new Date());
  return new ProviderFailure(known ?? codeOfStatus(status), { status, retryAfterMs });
}
