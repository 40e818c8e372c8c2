import { Problem } from '@botarmy/chassis';
import { CONSUMERS } from '@botarmy/contracts';

import type { Publisher } from '../publish/publisher';
import type { DeliveryHandler } from './consumer-loop';
import type { DatabaseDeadLetterStore, DeadLetter } from './database-dead-letter-store';
import { decodePayload } from './delivery';
import type { Delivery } from './delivery';

/** Finds the handler of a durable; undefined when this service does not handle it itself. */
export type HandlerLookup = (durable: string) => DeliveryHandler | undefined;

/**
 * Handles dead letters once more. Those of this service's own handlers go straight to the handler, those parked on
 * behalf of a service without a database go back to their subject.
 */
export class DeadLetterReplay {
  constructor(
    private readonly store: DatabaseDeadLetterStore,
    private readonly publisher: Publisher,
    private readonly handlerOf: HandlerLookup,
  ) {}

  /**
   * Replays one dead letter and marks it. When the handler fails again the letter stays parked.
   *
   * @throws {Problem} 404 when the tenant has no such dead letter; else what the handler throws.
   */
  async replay(tenantId: string, consumer: string, eventId: string): Promise<void> {
    const letter = await this.store.find(tenantId, consumer, eventId);
    if (letter === undefined) {
      throw new Problem({
        status: 404,
        code: 'dead-letter-not-found',
        title: 'Dead letter not found',
        detail: 'There is no such dead letter, or it was replayed: list the dead letters again.',
      });
    }
    const handler = this.handlerOf(consumer);
    if (handler === undefined) await this.publishAgain(letter);
    else await handle(letter, handler);
    await this.store.markReplayed(letter);
  }

  private async publishAgain(letter: DeadLetter): Promise<void> {
    const { event_id, subject, payload, headers, replays } = letter;
    await this.publisher.publish({
      event_id,
      subject,
      payload,
      headers,
      publication: Date.parse(String(letter.parked_at)) + replays,
    });
  }
}

async function handle(letter: DeadLetter, handler: DeliveryHandler): Promise<void> {
  const declaration = CONSUMERS.find(({ durable }) => durable === letter.consumer);
  if (declaration === undefined) throw new Error(`no declared consumer has the durable name ${letter.consumer}`);
  const delivery: Delivery = {
    consumer: letter.consumer,
    eventId: letter.event_id,
    tenantId: letter.tenant_id,
    subject: letter.subject,
    headers: letter.headers,
    redelivered: true,
    deliveryCount: 1,
  };
  await handler(decodePayload(declaration, { text: letter.payload, encoding: letter.encoding }), delivery);
}
