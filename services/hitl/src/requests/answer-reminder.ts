import { Injectable } from '@nestjs/common';

import { Clock, Logger } from '@botarmy/chassis';
import type { HitlAnswer, HitlDecider } from '@botarmy/contracts';
import { OutboxRelay } from '@botarmy/messaging';

import { answeredNews } from './answered-news';
import { dialogueOf } from './questions-of-request';
import { RequestStore } from './request-store';
import { RequestRepository } from './request.repository';

/** Start of the count of publications: keeps their numbers small and growing over restarts. */
const PUBLICATION_EPOCH_MS = Date.UTC(2026, 0, 1);

/** A workflow that asks again after its answer was not told of it: the broker lost the news. Says it once more. */
@Injectable()
export class AnswerReminder {
  constructor(
    private readonly requests: RequestRepository,
    private readonly store: RequestStore,
    private readonly relay: OutboxRelay,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Nothing happens for a request that is unknown, open or closed without an answer. */
  async remind(tenantId: string, requestId: string): Promise<void> {
    const found = await this.requests.find(tenantId, requestId);
    if (found === undefined || found.answeredBy === null || found.resolvedAt === null) return;
    const news = answeredNews(
      {
        tenantId,
        workflowId: found.workflowId,
        requestId,
        response: found.status as HitlAnswer,
        feedback: found.feedback ?? '',
        modifications: (found.modifications ?? []) as string[],
        userId: found.answeredBy,
        answeredAt: found.resolvedAt,
        binding: found.binding,
        bound: found.bound,
        decidedBy: (found.decidedBy ?? 'people') as HitlDecider,
        dialogue: dialogueOf(found),
      },
      Math.max(1, Math.floor((this.clock.now().getTime() - PUBLICATION_EPOCH_MS) / 1_000)),
    );
    await this.store.tellAgain(tenantId, [news]);
    this.relay.nudge();
    this.logger.info({ request_id: requestId, workflow_id: found.workflowId }, 'answer told again');
  }
}
