import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { crashPoint, Logger } from '@botarmy/chassis';
import { hitlOpenHitlRequest } from '@botarmy/contracts';
import type { OpenHitlRequest } from '@botarmy/contracts';
import { Handles } from '@botarmy/messaging';
import type { Delivery } from '@botarmy/messaging';

import { AnswerReminder } from './answer-reminder';
import { ApplyRule } from './apply-rule';
import { openingOf } from './opening';
import { RequestStore } from './request-store';
import { RequestsMetrics } from './requests.metrics';

/** Opens requests; a repeated command opens nothing twice, one that was closed before stays closed. */
@Controller()
export class OpenHitlRequestHandler {
  constructor(
    private readonly store: RequestStore,
    private readonly reminder: AnswerReminder,
    private readonly rule: ApplyRule,
    private readonly metrics: RequestsMetrics,
    private readonly logger: Logger,
  ) {}

  @Handles(hitlOpenHitlRequest)
  async handle(@Payload() request: OpenHitlRequest, @Ctx() delivery: Delivery): Promise<void> {
    crashPoint('hitl.before-transaction');
    const outcome = await this.store.open(delivery, openingOf(request));
    crashPoint('hitl.after-commit');
    this.metrics.opened(outcome);
    const { request_id, workflow_id } = request;
    if (outcome === 'repeated') {
      await this.reminder.remind(delivery.tenantId, request_id);
      return;
    }
    this.logger.info({ request_id, workflow_id, outcome }, 'request recorded');
    if (outcome === 'opened' && request.policy?.['auto_approve'] !== undefined)
      await this.rule.apply(delivery.tenantId, request_id);
  }
}
