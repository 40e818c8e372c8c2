import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { insightsEveryEvent } from '@botarmy/contracts';
import type { Delivery } from '@botarmy/messaging';
import { Handles } from '@botarmy/messaging';

import { eventRecord } from './event-record';
import { EventStore } from './event-store';

/** Records every event of the platform. */
@Controller()
export class EveryEventHandler {
  constructor(private readonly events: EventStore) {}

  @Handles(insightsEveryEvent)
  handle(@Payload() payload: object, @Ctx() delivery: Delivery): Promise<void> {
    return this.events.record(eventRecord(payload, delivery));
  }
}
