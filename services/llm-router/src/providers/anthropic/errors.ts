import { APIConnectionTimeoutError, APIError } from '@anthropic-ai/sdk';

import { codeOfStatus } from '../classify-status';
import { networkFailureOf } from '../network-failure';
import { ProviderFailure } from '../provider-failure';
import type { FailureCode } from '../provider-failure';
import { retryAfterMsOf } from '../retry-after';

/** Types of errors, which also stand in events of a begun stream. */
const TYPES: Readonly<Record<string, FailureCode>> = {
  rate_limit_error: 'rate-limited',
  overloaded_error: 'server-error',
  api_error: 'server-error',
  timeout_error: 'server-error',
  authentication_error: 'unauthorized',
  permission_error: 'unauthorized',
  billing_error: 'unauthorized',
  request_too_large: 'context-length-exceeded',
};

/** What an error of the `@anthropic-ai/sdk` package means. */
export function failureOf(error: unknown): ProviderFailure {
  if (error instanceof APIConnectionTimeoutError) return new ProviderFailure('connect-timeout');
  if (!(error instanceof APIError)) return networkFailureOf(error);
  const status: number | undefined = error.status;
  const known = isTooLong(error) ? 'context-length-exceeded' : TYPES[error.type ?? ''];
  if (status === undefined) {
    const isEvent = error.error !== undefined;
    return new ProviderFailure(known ?? (isEvent ? 'server-error' : 'connection-lost'));
  }
  const retryAfterMs = retryAfterMsOf(error.headers, new Date());
  return new ProviderFailure(known ?? codeOfStatus(status), { status, retryAfterMs });
}

/** There is no type of its own for a prompt that does not fit; the sentence is documented. */
function isTooLong(error: { readonly status: unknown; readonly message: string }): boolean {
  return error.status === 400 && /prompt is too long|context (window|length)/i.test(error.message);
}
