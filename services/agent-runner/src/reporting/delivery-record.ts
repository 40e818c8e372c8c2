import { Injectable } from '@nestjs/common';

import { Clock, Logger } from '@botarmy/chassis';
import { FAILURE_LIMIT } from '@botarmy/messaging';
import type { DeadLetterStore, Delivery, DeliveryFailure } from '@botarmy/messaging';

import { refusalMessage } from './refusal-messages';
import { Reporter } from './reporter';

/** Messages whose failures are remembered at most; the oldest is forgotten first. */
const REMEMBERED_MESSAGES = 1_000;
/** The broker's count holds every repetition, most of them for want of another service; a crash is suspected this much later. */
const DELIVERIES_PER_RESTART = 5;
/** While another service was missed so recently, repetitions say nothing about the message. */
const OUTAGE_MEMORY_MS = 600_000;

/**
 * Counts failures without a database. What this process saw fail is remembered in memory, what ended processes shows in
 * the broker's count; a message given up is handed to the orchestrator, which keeps it.
 */
@Injectable()
export class DeliveryRecord implements DeadLetterStore {
  private readonly failures = new Map<string, number>();
  private missedServiceAtMs: number | undefined;

  constructor(
    private readonly reporter: Reporter,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async recordFailure(failure: DeliveryFailure): Promise<{ failures: number; parked: boolean }> {
    const { eventId } = failure.delivery;
    const failures = (this.failures.get(eventId) ?? 0) + 1;
    this.remember(eventId, failures);
    if (!failure.terminal && failures < FAILURE_LIMIT) return { failures, parked: false };
    await this.reporter.publish(refusalMessage(failure));
    this.failures.delete(eventId);
    this.logger.info({ event_id: eventId, code: failure.code }, 'message handed to the orchestrator');
    return { failures, parked: true };
  }

  recordRestart({ deliveryCount }: Delivery): Promise<number> {
    const now = this.clock.monotonicMs();
    const isOutage = this.missedServiceAtMs !== undefined && now - this.missedServiceAtMs < OUTAGE_MEMORY_MS;
    return Promise.resolve(isOutage ? 1 : Math.floor(deliveryCount / DELIVERIES_PER_RESTART));
  }

  /** Nothing to keep: the broker counts the deliveries, and outages are noted apart. */
  recordOutcome(): Promise<void> {
    return Promise.resolve();
  }

  /** A task is repeated because another service did not answer. */
  noteOutage(): void {
    this.missedServiceAtMs = this.clock.monotonicMs();
  }

  private remember(eventId: string, failures: number): void {
    this.failures.delete(eventId);
    this.failures.set(eventId, failures);
    if (this.failures.size <= REMEMBERED_MESSAGES) return;
    for (const oldest of this.failures.keys()) {
      this.failures.delete(oldest);
      break;
    }
  }
}
