import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { HitlRequestExpired, orchestratorHitlRequestExpired } from '@botarmy/contracts';
import { Handles } from '@botarmy/messaging';
import type { Delivery } from '@botarmy/messaging';

import { WorkflowExecutor } from '../workflow/workflow-executor';

@Controller()
export class HitlRequestExpiredHandler {
  constructor(private readonly executor: WorkflowExecutor) {}

  /**
   * Nobody decided in time, and the policy holds the workflow until somebody lets it go on; then it asks anew. One that has ended
   * meanwhile refuses to be held, and nothing is left to do.
   */
  @Handles(orchestratorHitlRequestExpired)
  async handle(@Payload() { workflow_id: workflowId }: HitlRequestExpired, @Ctx() delivery: Delivery): Promise<void> {
    await this.executor.execute(
      { tenantId: delivery.tenantId, workflowId },
      { type: 'pause', mode: 'safe-point', paused_by: 'service:hitl', withdraw_requests: true },
      { delivery },
    );
  }
}
