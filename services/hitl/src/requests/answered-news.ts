import { hitlRequestAnswered } from '@botarmy/contracts';
import type { HitlAnswer, HitlDecider } from '@botarmy/contracts';
import { outgoingMessage } from '@botarmy/messaging';
import type { OutgoingMessage } from '@botarmy/messaging';

import { answersToTell } from './questions-of-request';
import type { Dialogue } from './questions-of-request';

/** The answer that won, as the workflow is told. */
export interface AnsweredNews {
  readonly tenantId: string;
  readonly workflowId: string;
  readonly requestId: string;
  readonly response: HitlAnswer;
  readonly feedback: string;
  readonly modifications: readonly string[];
  readonly userId: string;
  readonly answeredAt: Date;
  /** What the decision is valid for; null when it was asked without one. */
  readonly binding: string | null;
  readonly bound: unknown;
  readonly decidedBy: HitlDecider;
  /** Null for an approval. */
  readonly dialogue: Dialogue | null;
}

/**
 * The message that tells a workflow its answer. Its event id is the request's, so telling it twice is noticed.
 *
 * @param publication 0 for the first time, larger numbers for later ones.
 */
export function answeredNews(news: AnsweredNews, publication = 0): OutgoingMessage {
  return outgoingMessage(hitlRequestAnswered, {
    eventId: `${news.requestId}.answered`,
    tenantId: news.tenantId,
    key: [news.workflowId],
    publication,
    payload: {
      request_id: news.requestId,
      workflow_id: news.workflowId,
      response: news.response,
      feedback: news.feedback,
      modifications: [...news.modifications],
      answered_by: news.userId,
      answered_at: news.answeredAt.toISOString(),
      ...(news.binding === null ? {} : { binding: news.binding }),
      ...(news.bound === null ? {} : { bound: news.bound as Record<string, unknown> }),
      ...(news.dialogue === null
        ? {}
        : { answers: answersToTell(news.dialogue, news.response).map((answer) => ({ ...answer })) }),
      ...(news.decidedBy === 'people' ? {} : { decided_by: news.decidedBy }),
    },
  });
}
