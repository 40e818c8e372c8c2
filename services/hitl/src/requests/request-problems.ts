import { Problem } from '@botarmy/chassis';

import type { AnswerRecord } from './request-store';

/** Unknown ids and those of other tenants read alike. */
export function requestNotFound(): Problem {
  return new Problem({
    status: 404,
    code: 'hitl-request-not-found',
    title: 'Request not found',
    detail: 'There is no such request: list the open ones with GET /api/hitl/requests.',
  });
}

/** Somebody was faster; says who, when and what. */
export function alreadyAnswered({ status, resolved_at, answered_by_name }: AnswerRecord): Problem {
  const when = resolved_at?.toISOString() ?? 'an unknown time';
  return new Problem({
    status: 409,
    code: 'already-answered',
    title: 'Already answered',
    detail:
      `${answered_by_name ?? 'Somebody'} answered "${status ?? ''}" at ${when}. ` +
      'The first answer counts: load the request to see it.',
    members: { answered_by_name, answered_at: resolved_at?.toISOString() ?? null, response: status },
  });
}

/** Nobody waits for the answer any more. */
export function requestClosed({ close_reason, resolved_at }: AnswerRecord): Problem {
  const when = resolved_at === null ? '' : ` at ${resolved_at.toISOString()}`;
  return new Problem({
    status: 409,
    code: 'request-closed',
    title: 'Request closed',
    detail:
      `The workflow stopped waiting for this request${when} (${close_reason ?? 'no reason given'}). ` +
      'Nothing was changed: look at the workflow.',
  });
}

/** One idempotency key, two different answers. */
export function keyReused(): Problem {
  return new Problem({
    status: 422,
    code: 'idempotency-key-reused',
    title: 'Key used before',
    detail: 'You sent another answer with this Idempotency-Key, and it counts: use a new key for a new answer.',
  });
}

/** "Modify" that does not say how. */
export function feedbackMissing(): Problem {
  return new Problem({
    status: 422,
    code: 'feedback-missing',
    title: 'Feedback missing',
    detail: 'Say in "feedback" or "modifications" what has to be changed.',
  });
}

/** The request does not offer this answer. */
export function responseNotOffered(offered: readonly string[]): Problem {
  return new Problem({
    status: 422,
    code: 'response-not-offered',
    title: 'Response not offered',
    detail: `This request takes one of: ${offered.join(', ')}.`,
  });
}

/** Text that cannot be stored, by field. */
export function textNotStorable(paths: readonly string[]): Problem {
  return new Problem({
    status: 400,
    code: 'validation-failed',
    title: 'Validation failed',
    detail: 'Correct the fields listed under "errors" and send the request again.',
    errors: paths.map((path) => ({ path, message: 'must not hold NUL or broken Unicode' })),
  });
}
