import { Injectable } from '@nestjs/common';

import { Clock, crashPoint, Logger } from '@botarmy/chassis';
import { HITL_RESPONSE_FORMS } from '@botarmy/contracts';
import type {
  Caller,
  HitlAnswer,
  HitlOption,
  RespondToHitlRequestReply,
  RespondToHitlRequestRequest,
  SubmittedAnswer,
} from '@botarmy/contracts';
import { OutboxRelay } from '@botarmy/messaging';

import { evolveAll } from '../policy/policy-state';
import { isStorableText } from '../text/storable-text';
import { advanceBy } from './advance';
import type { Answer } from './answer';
import { AnswerQuestions } from './answer-questions';
import { answersInConflict, replyToVote, settledReply } from './answer-replies';
import { CountAnswer } from './count-answer';
import { governed } from './governed-request';
import { dialogueOf } from './questions-of-request';
import { areKept, readResponse } from './read-response';
import {
  alreadyAnswered,
  answerRefused,
  feedbackMissing,
  requestNotFound,
  responseNotOffered,
  textNotStorable,
} from './request-problems';
import { RequestStore } from './request-store';
import { RequestTurns } from './request-turns';
import { RequestRepository } from './request.repository';
import type { OpenedRequest } from './request.repository';
import { RequestsMetrics } from './requests.metrics';

/** Every lost try means that somebody else's answer was recorded; more people than this do not answer at once. */
const MAX_TRIES = 200;

/** Takes people's answers under the policy of each request: enough of them settle it, an identical repeat gets the same reply. */
@Injectable()
export class AnswerRequest {
  private readonly turns = new RequestTurns();

  constructor(
    private readonly requests: RequestRepository,
    private readonly store: RequestStore,
    private readonly counting: CountAnswer,
    private readonly questions: AnswerQuestions,
    private readonly relay: OutboxRelay,
    private readonly metrics: RequestsMetrics,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** @throws {Problem} 400, 403, 404, 409 or 422: nothing was changed. */
  answer(request: RespondToHitlRequestRequest, caller: Caller): Promise<RespondToHitlRequestReply> {
    return this.turns.run(request.request_id, () => this.takeTurn(request, caller));
  }

  private async takeTurn(request: RespondToHitlRequestRequest, caller: Caller): Promise<RespondToHitlRequestReply> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const found = await this.requests.find(caller.tenant_id, request.request_id);
      if (found === undefined) {
        this.metrics.answered('unknown');
        throw requestNotFound();
      }
      const { answer, submitted } = readResponse(request, dialogueOf(found), caller, this.clock.now());
      assertComplete(answer);
      const reply = await this.take(found, answer, submitted, caller);
      if (reply !== 'lost') return reply;
    }
    throw answersInConflict();
  }

  private take(
    found: OpenedRequest,
    answer: Answer,
    submitted: readonly SubmittedAnswer[] | undefined,
    caller: Caller,
  ): Promise<RespondToHitlRequestReply | 'lost'> {
    if (found.status !== 'pending') return Promise.resolve(this.settled(found, answer, submitted));
    return submitted === undefined ? this.vote(found, answer, caller) : this.submit(found, answer, submitted, caller);
  }

  private async submit(
    found: OpenedRequest,
    answer: Answer,
    answers: readonly SubmittedAnswer[],
    caller: Caller,
  ): Promise<RespondToHitlRequestReply | 'lost'> {
    const outcome = await this.questions.submit(found, { answers, goesOn: true, answer }, caller);
    if (outcome === 'lost') return outcome;
    return { success: true, resolved_at: answer.answeredAt.toISOString(), workflow_resumed: true, status: 'approved' };
  }

  private async vote(
    found: OpenedRequest,
    answer: Answer,
    caller: Caller,
  ): Promise<RespondToHitlRequestReply | 'lost'> {
    assertOffered(answer.response, found.options as unknown as HitlOption[]);
    const request = governed(found);
    const before = request.state.votes.find(({ user_id }) => user_id === answer.userId);
    if (before !== undefined) {
      const reply = replyToVote(before, answer, request);
      if (reply !== undefined) {
        this.metrics.answered('repeated');
        return reply;
      }
    }
    const decision = await this.counting.count(request, answer, caller);
    if (decision.outcome === 'refused') {
      this.metrics.answered('refused');
      throw answerRefused(decision.code, decision.detail);
    }
    const advance = advanceBy(request, decision.facts, answer.answeredAt);
    crashPoint('hitl.before-transaction');
    const [outcome] = await this.store.advance([advance]);
    crashPoint('hitl.after-commit');
    if (outcome !== 'advanced') return 'lost';
    this.relay.nudge();
    this.metrics.answered('accepted');
    const { request_id, status } = advance;
    this.logger.info(
      { request_id, workflow_id: found.workflowId, response: answer.response, status },
      'request answered',
    );
    if (status !== 'pending') this.metrics.waited((answer.answeredAt.getTime() - found.createdAt.getTime()) / 1_000);
    const next = { ...request, state: evolveAll(request.state, decision.facts) };
    const vote = next.state.votes.find(({ user_id }) => user_id === answer.userId);
    const reply = vote === undefined ? undefined : replyToVote(vote, answer, next);
    if (reply === undefined) throw new Error('the recorded vote is not in the state after it');
    return reply;
  }

  private settled(
    found: OpenedRequest,
    answer: Answer,
    submitted: readonly SubmittedAnswer[] = [],
  ): RespondToHitlRequestReply {
    if (!areKept(submitted, dialogueOf(found))) throw alreadyAnswered(found);
    const { outcome, reply } = settledReply(found, answer);
    this.metrics.answered(outcome);
    if (reply instanceof Error) throw reply;
    return reply;
  }
}

function assertComplete({ response, feedback, modifications }: Answer): void {
  const broken = [
    ...(isStorableText(feedback) ? [] : ['feedback']),
    ...modifications.flatMap((text, index) => (isStorableText(text) ? [] : [`modifications.${index}`])),
  ];
  if (broken.length > 0) throw textNotStorable(broken);
  const saysHow = [feedback, ...modifications].some((text) => text.trim() !== '');
  if (response === 'modified' && !saysHow) throw feedbackMissing();
}

/** A request that offers none of the three answers (or no options) takes any of them. */
function assertOffered(response: HitlAnswer, options: readonly HitlOption[]): void {
  const answers = options.flatMap(({ value }) => HITL_RESPONSE_FORMS[value] ?? []);
  if (answers.length > 0 && !answers.includes(response)) throw responseNotOffered(answers);
}
