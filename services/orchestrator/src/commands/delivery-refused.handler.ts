import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { DeliveryRefused, orchestratorDeliveryRefused } from '@botarmy/contracts';
import { DatabaseDeadLetterStore, Handles } from '@botarmy/messaging';
import type { Delivery } from '@botarmy/messaging';

/** Keeps the dead letters of services that have no database of their own. */
@Controller()
export class DeliveryRefusedHandler {
  constructor(private readonly deadLetters: DatabaseDeadLetterStore) {}

  @Handles(orchestratorDeliveryRefused)
  async handle(@Payload() refused: DeliveryRefused, @Ctx() delivery: Delivery): Promise<void> {
    const { consumer, subject, event_id: eventId, code, reason, payload: text, encoding } = refused;
    await this.deadLetters.recordFailure({
      delivery: { ...delivery, consumer, subject, eventId },
      raw: { text, encoding },
      code,
      reason,
      terminal: true,
    });
  }
}
