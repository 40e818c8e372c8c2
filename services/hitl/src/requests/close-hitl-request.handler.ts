import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { Clock, crashPoint, Logger } from '@botarmy/chassis';
import { hitlCloseHitlRequest } from '@botarmy/contracts';
import type { CloseHitlRequest } from '@botarmy/contracts';
import { Handles } from '@botarmy/messaging';
import type { Delivery } from '@botarmy/messaging';

import { RequestStore } from './request-store';
import { RequestsMetrics } from './requests.metrics';

/** Closes requests nobody waits for; an answer on record stays. */
@Controller()
export class CloseHitlRequestHandler {
  constructor(
    private readonly store: RequestStore,
    private readonly metrics: RequestsMetrics,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  @Handles(hitlCloseHitlRequest)
  async handle(@Payload() closing: CloseHitlRequest, @Ctx() delivery: Delivery): Promise<void> {
    crashPoint('hitl.before-transaction');
    const closedCount = await this.store.close(delivery, closing, this.clock.now());
    crashPoint('hitl.after-commit');
    if (closedCount === 0) return;
    this.metrics.closedUnanswered(closedCount);
    this.logger.info({ workflow_id: closing.workflow_id, closed_count: closedCount }, 'requests closed unanswered');
  }
}
