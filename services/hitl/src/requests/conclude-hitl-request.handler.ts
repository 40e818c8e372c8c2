import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { crashPoint, Logger } from '@botarmy/chassis';
import { hitlConcludeHitlRequest } from '@botarmy/contracts';
import type { ConcludeHitlRequest } from '@botarmy/contracts';
import { Handles } from '@botarmy/messaging';
import type { Delivery } from '@botarmy/messaging';

import { RequestStore } from './request-store';

/** Adds to the trail of a request what became of its decision in the workflow. */
@Controller()
export class ConcludeHitlRequestHandler {
  constructor(
    private readonly store: RequestStore,
    private readonly logger: Logger,
  ) {}

  @Handles(hitlConcludeHitlRequest)
  async handle(@Payload() conclusion: ConcludeHitlRequest, @Ctx() delivery: Delivery): Promise<void> {
    const { request_id, workflow_id, outcome, changes, binding, concluded_at } = conclusion;
    crashPoint('hitl.before-transaction');
    const isRecorded = await this.store.conclude(delivery, request_id, {
      type: outcome,
      occurred_at: concluded_at,
      data: { binding, changes },
    });
    crashPoint('hitl.after-commit');
    if (isRecorded) this.logger.info({ request_id, workflow_id, outcome }, 'decision concluded');
  }
}
