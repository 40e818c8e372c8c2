import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { Database, Logger } from '@botarmy/chassis';
import { hitlWorkflowErased } from '@botarmy/contracts';
import type { WorkflowErased } from '@botarmy/contracts';
import { Handles } from '@botarmy/messaging';
import type { Delivery } from '@botarmy/messaging';

/** Removes the requests and conversations of workflows that were erased. */
@Controller()
export class WorkflowErasedHandler {
  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  @Handles(hitlWorkflowErased)
  async handle(@Payload() { workflow_id }: WorkflowErased, @Ctx() delivery: Delivery): Promise<void> {
    const { tenantId, consumer, eventId } = delivery;
    // Once or several times: what is gone stays gone.
    await this.database.call('erase_conversations', tenantId, workflow_id);
    const [row] = await this.database.call<{ erased: number }>(
      'erase_hitl_requests',
      tenantId,
      consumer,
      eventId,
      workflow_id,
    );
    this.logger.info({ workflow_id, erased: row?.erased ?? 0 }, 'requests of an erased workflow are gone');
  }
}
