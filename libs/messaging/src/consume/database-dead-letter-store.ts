import type { Database } from '@botarmy/chassis';

import { FAILURE_LIMIT } from './dead-letter-store';
import type { DeadLetterStore, DeliveryFailure } from './dead-letter-store';
import type { Delivery } from './delivery';

/** A parked message as stored. */
export interface DeadLetter {
  readonly consumer: string;
  readonly event_id: string;
  readonly tenant_id: string;
  readonly subject: string;
  readonly payload: string;
  readonly encoding: 'utf8' | 'base64';
  readonly headers: Record<string, string>;
  readonly code: string;
  readonly reason: string;
  readonly failures: number;
  readonly parked_at: Date;
  readonly replays: number;
}

/** Dead letters in the service's own schema. */
export class DatabaseDeadLetterStore implements DeadLetterStore {
  constructor(private readonly database: Database) {}

  async recordFailure(failure: DeliveryFailure): Promise<{ failures: number; parked: boolean }> {
    const { delivery, raw, code, reason, terminal } = failure;
    const [row] = await this.database.call<{ failure_count: number; is_dead: boolean }>(
      'delivery_failed',
      delivery.tenantId,
      delivery.consumer,
      delivery.eventId,
      delivery.subject,
      raw.text,
      raw.encoding,
      JSON.stringify(delivery.headers),
      code,
      reason,
      terminal,
      FAILURE_LIMIT,
    );
    return { failures: row?.failure_count ?? 1, parked: row?.is_dead ?? false };
  }

  async recordRestart(delivery: Delivery): Promise<number> {
    const { tenantId, consumer, eventId } = delivery;
    const [row] = await this.database.call<{ unfinished_count: number }>(
      'delivery_restarted',
      tenantId,
      consumer,
      eventId,
    );
    return row?.unfinished_count ?? 1;
  }

  async recordOutcome({ tenantId, consumer, eventId }: Delivery): Promise<void> {
    await this.database.call('delivery_ended', tenantId, consumer, eventId);
  }

  /** Parked messages of a tenant that were not replayed, oldest first. */
  async list(tenantId: string, limit = 100): Promise<DeadLetter[]> {
    return this.database.call<DeadLetter>('dead_letters_of', tenantId, limit);
  }

  /** One parked message that was not replayed. */
  async find(tenantId: string, consumer: string, eventId: string): Promise<DeadLetter | undefined> {
    const [letter] = await this.database.call<DeadLetter>('dead_letter_find', tenantId, consumer, eventId);
    return letter;
  }

  /** Marks a dead letter as replayed; false when there is none. */
  async markReplayed(letter: Pick<DeadLetter, 'tenant_id' | 'consumer' | 'event_id'>): Promise<boolean> {
    const rows = await this.database.call('dead_letter_replayed', letter.tenant_id, letter.consumer, letter.event_id);
    return rows.length > 0;
  }
}
