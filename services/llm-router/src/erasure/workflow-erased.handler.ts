import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { Database, Logger } from '@botarmy/chassis';
import { routerWorkflowErased } from '@botarmy/contracts';
import type { WorkflowErased } from '@botarmy/contracts';
import { Handles } from '@botarmy/messaging';
import type { Delivery } from '@botarmy/messaging';

/** Forgets what models said in workflows that were erased; what was paid stays on record. */
@Controller()
export class WorkflowErasedHandler {
  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  @Handles(routerWorkflowErased)
  async handle(@Payload() { workflow_id }: WorkflowErased, @Ctx() delivery: Delivery): Promise<void> {
    const { tenantId, consumer, eventId } = delivery;
    const [row] = await this.database.call<{ erased: number }>(
      'erase_call_texts',
      tenantId,
      consumer,
      eventId,
      workflow_id,
    );
    this.logger.info({ workflow_id, erased: row?.erased ?? 0 }, 'answers of an erased workflow are gone');
  }
}
