import { HITL_RESPONSE_FORMS } from '@botarmy/contracts';
import type { Caller, HitlAnswer, RespondToHitlRequestRequest, SubmittedAnswer } from '@botarmy/contracts';
import { canonicalJson } from '@botarmy/process-engine';

import type { Answer } from './answer';
import type { Dialogue } from './questions-of-request';
import { responseNotOffered } from './request-problems';

/** A response as it is dealt with: a vote or, where an agent asks and people go on, answers. */
export interface ReadResponse {
  readonly answer: Answer;
  /** Undefined for a vote. */
  readonly submitted: readonly SubmittedAnswer[] | undefined;
}

/**
 * Reads a response: to an approval one of the three answers, to questions `approve` with `input`, one of the options of a
 * decision, or `reject`.
 *
 * @throws {Problem} 422 `response-not-offered`
 */
export function readResponse(
  request: RespondToHitlRequestRequest,
  dialogue: Dialogue | null,
  caller: Caller,
  now: Date,
): ReadResponse {
  const form = HITL_RESPONSE_FORMS[request.response];
  if (dialogue === null) {
    if (form === undefined) throw responseNotOffered(Object.keys(HITL_RESPONSE_FORMS));
    return { answer: answerOf(request, form, caller, now), submitted: undefined };
  }
  if (form === 'rejected') return { answer: answerOf(request, form, caller, now), submitted: undefined };
  const answer = answerOf(request, 'approved', caller, now);
  if (form === 'approved') {
    const input = Object.entries(request.input ?? {});
    return { answer, submitted: input.map(([question_id, value]) => ({ question_id, answer: value })) };
  }
  return { answer, submitted: [chosenOption(request.response, dialogue)] };
}

/** True when every answer is the one on record. */
export function areKept(submitted: readonly SubmittedAnswer[], dialogue: Dialogue | null): boolean {
  return submitted.every(
    ({ question_id, answer }) =>
      canonicalJson(dialogue?.answers[question_id]?.answer ?? null) === canonicalJson(answer),
  );
}

/** By its value or by its label; only one question with options is a decision. */
function chosenOption(response: string, { questions }: Dialogue): SubmittedAnswer {
  const [question, ...others] = questions;
  const options = others.length === 0 ? (question?.options ?? []) : [];
  const label = options.find((option, index) => option === response || optionValue(index) === response);
  if (question === undefined || label === undefined)
    throw responseNotOffered([...options, 'approved (with "input")', 'rejected']);
  return { question_id: question.id, answer: label };
}

/** What an option is called in `options` of the request. */
function optionValue(index: number): string {
  return `option-${index + 1}`;
}

function answerOf(
  request: RespondToHitlRequestRequest,
  response: HitlAnswer,
  caller: Caller,
  answeredAt: Date,
): Answer {
  return {
    tenantId: caller.tenant_id,
    requestId: request.request_id,
    response,
    feedback: request.feedback ?? '',
    modifications: request.modifications ?? [],
    userId: caller.user_id,
    userName: caller.user_name,
    idempotencyKey: caller.idempotency_key,
    answeredAt,
  };
}
