import { Problem } from '@botarmy/chassis';
import type { HitlStatus, RespondToHitlRequestReply } from '@botarmy/contracts';

import type { PolicyState, Vote } from '../policy/policy-state';
import type { Answer } from './answer';
import { governed, votesOf } from './governed-request';
import type { GovernedRequest } from './governed-request';
import { alreadyAnswered, keyReused, requestClosed } from './request-problems';
import type { OpenedRequest } from './request.repository';
import type { AnswerOutcome } from './requests.metrics';

/**
 * The reply to an answer that is on record already; undefined when it is a different answer.
 *
 * @throws {Problem} 422 when one idempotency key was used for two answers
 */
export function replyToVote(
  vote: Vote,
  answer: Answer,
  { policy, state }: Pick<GovernedRequest, 'policy' | 'state'>,
): RespondToHitlRequestReply | undefined {
  if (!isSame(vote, answer)) {
    if (answer.idempotencyKey !== undefined && vote.answer_key === answer.idempotencyKey) throw keyReused();
    return undefined;
  }
  return replyOf(state, { at: vote.at, status: state.outcome?.response ?? 'pending', votes: votesOf(policy, state) });
}

/** What somebody is told who answers a request that is settled. */
export function settledReply(
  found: OpenedRequest,
  answer: Answer,
): { readonly outcome: AnswerOutcome; readonly reply: RespondToHitlRequestReply | Problem } {
  if (found.status === 'cancelled') return { outcome: 'closed', reply: requestClosed(found) };
  const { policy, state } = governed(found);
  const vote = state.votes.find(({ user_id }) => user_id === answer.userId) ?? formerVote(found, answer);
  if (vote === undefined) return { outcome: 'answered', reply: alreadyAnswered(found) };
  if (isSame(vote, answer)) {
    const at = found.resolvedAt?.toISOString() ?? vote.at;
    const reply = replyOf(state, { at, status: found.status as HitlStatus, votes: votesOf(policy, state) });
    return { outcome: 'repeated', reply: { ...reply, workflow_resumed: true } };
  }
  const isReused = answer.idempotencyKey !== undefined && vote.answer_key === answer.idempotencyKey;
  return isReused
    ? { outcome: 'key-reused', reply: keyReused() }
    : { outcome: 'answered', reply: alreadyAnswered(found) };
}

/** So many people answered at once that this one never got a turn. */
export function answersInConflict(): Problem {
  return new Problem({
    status: 503,
    code: 'answers-in-conflict',
    title: 'Too many answers at once',
    detail: 'Others answered at the same time: send your answer again.',
  });
}

function replyOf(
  { outcome }: PolicyState,
  { at, status, votes }: { at: string; status: HitlStatus; votes: RespondToHitlRequestReply['votes'] },
): RespondToHitlRequestReply {
  return {
    success: true,
    resolved_at: at,
    // An open request is one the workflow waits for; enough answers complete it.
    workflow_resumed: outcome !== null,
    status,
    ...(votes === undefined ? {} : { votes }),
  };
}

/** The one answer of a request that was settled before there were policies. */
function formerVote(found: OpenedRequest, { userId }: Answer): Vote | undefined {
  if (found.policyState !== null || found.answeredBy !== userId) return undefined;
  return {
    user_id: userId,
    user_name: found.answeredByName ?? '',
    on_behalf_of: null,
    response: found.status as Vote['response'],
    feedback: found.feedback ?? '',
    modifications: (found.modifications ?? []) as string[],
    answer_key: found.answerKey,
    step: 0,
    at: found.resolvedAt?.toISOString() ?? '',
  };
}

function isSame(vote: Vote, answer: Answer): boolean {
  return (
    vote.response === answer.response &&
    vote.feedback === answer.feedback &&
    JSON.stringify(vote.modifications) === JSON.stringify(answer.modifications)
  );
}
