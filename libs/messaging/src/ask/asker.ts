import { ErrorCode, NatsError } from 'nats';

import { injectTraceContext, withSpan } from '@botarmy/chassis';
import type { Clock } from '@botarmy/chassis';
import { createId } from '@botarmy/contracts';
import type { Caller, QuestionDeclaration } from '@botarmy/contracts';

import type { Broker } from '../connection/broker';
import { UnavailableError } from '../consume/unavailable-error';
import type { MessagingMetrics } from '../messaging.metrics';
import { toNatsHeaders } from '../publish/message-headers';
import { withCaller } from './caller-headers';
import { fromWire, isWireProblem } from './problem-wire';

interface Answer {
  readonly response?: unknown;
  readonly err?: unknown;
}

/** Asks other services synchronous questions over Nest's NATS request/reply format. */
export class Asker {
  constructor(
    private readonly broker: Broker,
    private readonly clock: Clock,
    private readonly metrics: MessagingMetrics,
  ) {}

  /**
   * Asks one question on behalf of a caller.
   *
   * @param timeoutMs Milliseconds to wait; default 5,000.
   * @throws {Problem} the answering service refused.
   * @throws {UnavailableError} nobody answered in time: the question may or may not have been handled.
   */
  async ask<TRequest extends object, TReply extends object>(
    question: QuestionDeclaration<TRequest, TReply>,
    request: TRequest,
    caller: Caller,
    timeoutMs = 5_000,
  ): Promise<TReply> {
    const ask = async (): Promise<TReply> => {
      const startedAt = this.clock.monotonicMs();
      const headers: Record<string, string> = {};
      injectTraceContext(headers);
      const packet = JSON.stringify({ pattern: question.subject, data: request, id: createId('msg') });
      try {
        const reply = await this.broker.connection.request(question.subject, packet, {
          timeout: timeoutMs,
          headers: toNatsHeaders(withCaller(headers, caller)),
        });
        const answer = JSON.parse(reply.string()) as Answer;
        if (answer.err !== undefined && answer.err !== null) {
          this.metrics.asked(question.subject, 'refused', this.clock.monotonicMs() - startedAt);
          throw isWireProblem(answer.err) ? fromWire(answer.err) : new Error(`${question.answeredBy} failed to answer`);
        }
        this.metrics.asked(question.subject, 'answered', this.clock.monotonicMs() - startedAt);
        return answer.response as TReply;
      } catch (error) {
        if (!(error instanceof NatsError)) throw error;
        this.metrics.asked(question.subject, 'unavailable', this.clock.monotonicMs() - startedAt);
        const retryAfterMs = error.code === ErrorCode.NoResponders ? 500 : 1_000;
        throw new UnavailableError(`${question.answeredBy} does not answer`, { retryAfterMs, cause: error });
      }
    };
    return withSpan(`ask ${question.subject}`, { 'messaging.system': 'nats' }, ask, 'client');
  }
}
