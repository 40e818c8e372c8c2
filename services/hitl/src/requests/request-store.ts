import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';
import type { CloseHitlRequest, HitlAnswer, OpenHitlRequest } from '@botarmy/contracts';
import type { Delivery, OutgoingMessage } from '@botarmy/messaging';

import { toStorableText } from './storable-text';

/** What became of an opening; `closed` when its closing came first. */
export type OpeningOutcome = 'opened' | 'closed' | 'repeated';

/** One person's answer to one request. */
export interface Answer {
  readonly tenantId: string;
  readonly requestId: string;
  readonly response: HitlAnswer;
  readonly feedback: string;
  readonly modifications: readonly string[];
  readonly userId: string;
  readonly userName: string;
  readonly idempotencyKey: string | undefined;
  readonly answeredAt: Date;
}

/** What became of an answer; only the first one is accepted. */
export type AnswerOutcome = 'accepted' | 'repeated' | 'key-reused' | 'answered' | 'closed' | 'unknown';

/** The outcome and the state on record after it; the columns are null for an unknown request. */
export interface AnswerRecord {
  readonly outcome: AnswerOutcome;
  readonly status: string | null;
  readonly created_at: Date | null;
  readonly resolved_at: Date | null;
  readonly close_reason: string | null;
  readonly answered_by: string | null;
  readonly answered_by_name: string | null;
}

/** Writes requests: every call is one function, one round trip, one commit. */
@Injectable()
export class RequestStore {
  constructor(private readonly database: Database) {}

  /** Opens a request unless this delivery or another one did so before. */
  async open(delivery: Delivery, request: OpenHitlRequest): Promise<OpeningOutcome> {
    const storable = {
      ...request,
      title: toStorableText(request.title),
      description: toStorableText(request.description),
      options: request.options.map(({ value, label }) => ({ value, label: toStorableText(label) })),
      artifacts: request.artifacts.map((artifact) => ({ ...artifact, path: toStorableText(artifact.path) })),
      // Milliseconds: a page's cursor must name the stored instant exactly.
      requested_at: new Date(request.requested_at).toISOString(),
    };
    const { tenantId, consumer, eventId } = delivery;
    const [row] = await this.database.call<{ outcome: OpeningOutcome }>(
      'hitl_request_open',
      tenantId,
      consumer,
      eventId,
      JSON.stringify(storable),
    );
    return row?.outcome ?? 'repeated';
  }

  /** Closes what nobody answered, or notes it as closed when it is not open yet; returns how many. */
  async close(delivery: Delivery, closing: CloseHitlRequest, closedAt: Date): Promise<number> {
    const { tenantId, consumer, eventId } = delivery;
    const [row] = await this.database.call<{ closed_count: number }>(
      'hitl_request_close',
      tenantId,
      consumer,
      eventId,
      closing.workflow_id,
      closing.request_ids.map(toStorableText),
      toStorableText(closing.reason),
      closedAt,
    );
    return row?.closed_count ?? 0;
  }

  /** Records the first answer and puts its news into the outbox; later ones change nothing. */
  async answer(answer: Answer, news: readonly OutgoingMessage[]): Promise<AnswerRecord> {
    const [row] = await this.database.call<{ [column in keyof AnswerRecord]: AnswerRecord[column] }>(
      'hitl_request_answer',
      answer.tenantId,
      answer.requestId,
      answer.response,
      answer.feedback,
      JSON.stringify(answer.modifications),
      answer.userId,
      answer.userName,
      answer.idempotencyKey ?? null,
      answer.answeredAt,
      JSON.stringify(news),
    );
    if (row === undefined) throw new Error('hitl_request_answer returned no row');
    return row;
  }

  /** Puts the news of an answer on record into the outbox once more. */
  async tellAgain(tenantId: string, news: readonly OutgoingMessage[]): Promise<void> {
    await this.database.call('hitl_answer_again', tenantId, JSON.stringify(news));
  }
}
