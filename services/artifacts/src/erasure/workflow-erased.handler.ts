import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { Database, Logger } from '@botarmy/chassis';
import { artifactsWorkflowErased } from '@botarmy/contracts';
import type { WorkflowErased } from '@botarmy/contracts';
import { Handles } from '@botarmy/messaging';
import type { Delivery } from '@botarmy/messaging';

/** Removes the artifacts of workflows that were erased. */
@Controller()
export class WorkflowErasedHandler {
  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  @Handles(artifactsWorkflowErased)
  async handle(@Payload() { workflow_id }: WorkflowErased, @Ctx() delivery: Delivery): Promise<void> {
    const { tenantId, consumer, eventId } = delivery;
    const [row] = await this.database.call<{ erased: number }>(
      'erase_artifacts',
      tenantId,
      consumer,
      eventId,
      workflow_id,
    );
    this.logger.info({ workflow_id, erased: row?.erased ?? 0 }, 'artifacts of an erased workflow are gone');
  }
}
