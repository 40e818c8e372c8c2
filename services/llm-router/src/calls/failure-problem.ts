import { Problem } from '@botarmy/chassis';

import type { FailureCode, ProviderFailure } from '../providers/provider-failure';

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
}

const DEFAULT_RETRY_MS = 2_000;

const UNAVAILABLE: Refusal = {
  status: 503,
  code: 'providers-unavailable',
  title: 'No provider answered',
  detail: 'Every model of the route failed for the moment: ask again later under the same idempotency key.',
};

const REFUSALS: Partial<Record<FailureCode, Refusal>> = {
  'rate-limited': {
    status: 429,
    code: 'provider-rate-limited',
    title: 'Provider limit reached',
    detail: 'The providers ask to wait: ask again after the given time under the same idempotency key.',
  },
  'budget-exhausted': {
    status: 402,
    code: 'reservation-used-up',
    title: 'Answer cut off',
    detail:
      'The answer went beyond what was held for it and was cut off; the part so far is paid and on record. Allow more output.',
  },
  'answer-blocked': {
    status: 403,
    code: 'answer-blocked',
    title: 'Answer blocked',
    detail: 'The policy of this route does not let the answer pass; it is paid and its findings are on record.',
  },
  'answer-too-large': {
    status: 502,
    code: 'answer-too-large',
    title: 'Answer too large',
    detail: 'The answer exceeded the size limit and was cut off: ask for a shorter one.',
  },
  'call-timeout': {
    status: 504,
    code: 'model-call-timeout',
    title: 'Model call timed out',
    detail: 'No answer within the time the caller allows: allow more time or ask for less.',
  },
  cancelled: {
    status: 409,
    code: 'model-call-cancelled',
    title: 'Model call cancelled',
    detail: 'The caller no longer wanted the answer: ask again under the same idempotency key if it does.',
  },
  unauthorized: {
    status: 403,
    code: 'provider-refused-key',
    title: 'Provider refused the key',
    detail: 'The provider does not accept the configured key or its account: an administrator has to correct it.',
  },
  'context-length-exceeded': {
    status: 400,
    code: 'context-length-exceeded',
    title: 'Prompt too long',
    detail: 'The prompt does not fit the model: shorten it or choose a route with a larger model.',
  },
  'invalid-request': {
    status: 400,
    code: 'provider-refused-request',
    title: 'Provider refused the request',
    detail: 'The provider does not accept the request: check the model, its limits and its options in the route.',
  },
};

/** How an answer that broke off after its first text is told to a caller who did not want another one instead. */
export function brokenStreamProblem(failure: ProviderFailure): Problem {
  return new Problem({
    status: 502,
    code: 'provider-stream-failed',
    title: 'Answer broke off',
    detail: `The provider's answer broke off (${failure.code}); the part so far is paid and on record. Ask again under the same idempotency key.`,
  });
}

/** How a failure is told to the caller; everything temporary says when to come back. */
export function problemOf(failure: ProviderFailure, retryAfterMs?: number): Problem {
  const refusal = REFUSALS[failure.code] ?? UNAVAILABLE;
  const isTemporary = refusal.status === 429 || refusal.status === 503;
  return new Problem({ ...refusal, ...(isTemporary ? { retryAfterMs: retryAfterMs ?? DEFAULT_RETRY_MS } : {}) });
}
