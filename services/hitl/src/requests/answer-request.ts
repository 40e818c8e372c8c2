import { Injectable } from '@nestjs/common';

import { Clock, crashPoint, Logger } from '@botarmy/chassis';
import { HITL_RESPONSE_FORMS } from '@botarmy/contracts';
import type {
  Caller,
  HitlAnswer,
  HitlOption,
  RespondToHitlRequestReply,
  RespondToHitlRequestRequest,
} from '@botarmy/contracts';
import { OutboxRelay } from '@botarmy/messaging';

import { answeredNews } from './answered-news';
import {
  alreadyAnswered,
  feedbackMissing,
  keyReused,
  requestClosed,
  requestNotFound,
  responseNotOffered,
  textNotStorable,
} from './request-problems';
import { RequestStore } from './request-store';
import type { Answer, AnswerRecord } from './request-store';
import { RequestRepository } from './request.repository';
import { RequestsMetrics } from './requests.metrics';
import { isStorableText } from './storable-text';

/** Takes people's answers: the first one wins, an identical repeat by the same person gets the same reply. */
@Injectable()
export class AnswerRequest {
  constructor(
    private readonly requests: RequestRepository,
    private readonly store: RequestStore,
    private readonly relay: OutboxRelay,
    private readonly metrics: RequestsMetrics,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** @throws {Problem} 400, 404, 409 or 422: nothing was changed. */
  async answer(request: RespondToHitlRequestRequest, caller: Caller): Promise<RespondToHitlRequestReply> {
    const answer = answerOf(request, caller, this.clock.now());
    assertComplete(answer);
    const found = await this.requests.find(answer.tenantId, answer.requestId);
    if (found === undefined) {
      this.metrics.answered('unknown');
      throw requestNotFound();
    }
    assertOffered(answer.response, found.options as unknown as HitlOption[]);
    crashPoint('hitl.before-transaction');
    const record = await this.store.answer(answer, [answeredNews({ ...answer, workflowId: found.workflowId })]);
    crashPoint('hitl.after-commit');
    this.metrics.answered(record.outcome);
    if (record.outcome === 'accepted') {
      this.relay.nudge();
      this.metrics.waited((answer.answeredAt.getTime() - found.createdAt.getTime()) / 1_000);
      const { requestId: request_id, response } = answer;
      this.logger.info({ request_id, workflow_id: found.workflowId, response }, 'request answered');
    }
    return replyOf(record);
  }
}

function answerOf(request: RespondToHitlRequestRequest, caller: Caller, answeredAt: Date): Answer {
  const response = HITL_RESPONSE_FORMS[request.response];
  // The question's validator takes no other words.
  if (response === undefined) throw responseNotOffered(Object.keys(HITL_RESPONSE_FORMS));
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

function replyOf(record: AnswerRecord): RespondToHitlRequestReply {
  const { outcome, resolved_at } = record;
  if (outcome === 'unknown' || resolved_at === null) throw requestNotFound();
  switch (outcome) {
    case 'accepted':
    case 'repeated':
      // One answer completes a request, and an open request is one the workflow waits for.
      return { success: true, resolved_at: resolved_at.toISOString(), workflow_resumed: true };
    case 'key-reused':
      throw keyReused();
    case 'answered':
      throw alreadyAnswered(record);
    case 'closed':
      throw requestClosed(record);
  }
}
