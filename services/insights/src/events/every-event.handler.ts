import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { insightsEveryEvent, workflowErased } from '@botarmy/contracts';
import type { Delivery } from '@botarmy/messaging';
import { Handles } from '@botarmy/messaging';

import { eventRecord } from './event-record';
import type { EventRecord } from './event-record';
import { EventStore } from './event-store';

/** Records every event of the platform. */
@Controller()
export class EveryEventHandler {
  constructor(private readonly events: EventStore) {}

  @Handles(insightsEveryEvent)
  async handle(@Payload() payload: object, @Ctx() delivery: Delivery): Promise<void> {
    const record = eventRecord(payload, delivery);
    await this.events.record(record);
    if (isErasure(record)) await this.events.erase(record.tenant_id, record.workflow_id);
  }
}

function isErasure(record: EventRecord): record is EventRecord & { readonly workflow_id: string } {
  return record.entity === workflowErased.entity && record.verb === workflowErased.verb && record.workflow_id !== null;
}
