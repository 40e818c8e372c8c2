import { Problem } from '@botarmy/chassis';

import type { Refusal } from '../policy/decide-vote';
import type { OpenedRequest } from './request.repository';

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
export function alreadyAnswered({ status, resolvedAt, answeredByName }: OpenedRequest): Problem {
  const when = resolvedAt?.toISOString() ?? 'an unknown time';
  return new Problem({
    status: 409,
    code: 'already-answered',
    title: 'Already answered',
    detail:
      `${answeredByName ?? 'Somebody'} answered "${status}" at ${when}. ` +
      'The first answer counts: load the request to see it.',
    members: { answered_by_name: answeredByName, answered_at: resolvedAt?.toISOString() ?? null, response: status },
  });
}

/** Nobody waits for the answer any more. */
export function requestClosed({ closeReason, resolvedAt }: OpenedRequest): Problem {
  const when = resolvedAt === null ? '' : ` at ${resolvedAt.toISOString()}`;
  return new Problem({
    status: 409,
    code: 'request-closed',
    title: 'Request closed',
    detail:
      `The workflow stopped waiting for this request${when} (${closeReason ?? 'no reason given'}). ` +
      'Nothing was changed: look at the workflow.',
  });
}

const REFUSALS: Readonly<Record<Refusal, { readonly status: number; readonly title: string }>> = {
  'not-an-approver': { status: 403, title: 'Not yours to decide' },
  'four-eyes': { status: 403, title: 'Somebody else has to decide' },
  'not-your-turn': { status: 409, title: 'Not your turn yet' },
  'already-voted': { status: 409, title: 'Answered by you' },
  'deadline-passed': { status: 409, title: 'Too late' },
};

/** The policy of the request does not take this answer. */
export function answerRefused(code: Refusal, detail: string): Problem {
  return new Problem({ ...REFUSALS[code], code, detail });
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

/** What is wrong with one field. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** Answers that are none. */
export function answersInvalid(errors: readonly FieldError[]): Problem {
  return new Problem({
    status: 422,
    code: 'answers-invalid',
    title: 'Answers refused',
    detail: 'Correct the answers listed under "errors" and send all of them again: none was kept.',
    errors: [...errors],
  });
}

/** Nobody can go on while these are open. */
export function answersMissing(missing: readonly { readonly id: string; readonly text: string }[]): Problem {
  return new Problem({
    status: 422,
    code: 'answers-missing',
    title: 'Answers missing',
    detail:
      'Answer what is listed under "errors", which has no default, or send "continue": false to keep the rest and answer later.',
    errors: missing.map(({ id, text }) => ({ path: `answers.${id}`, message: text })),
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
