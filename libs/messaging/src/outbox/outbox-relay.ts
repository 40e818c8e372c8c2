import type { Counter } from 'prom-client';

import { crashPoint } from '@botarmy/chassis';
import type { Clock, Database, Logger, MetricsRegistry } from '@botarmy/chassis';

import type { OutgoingMessage } from '../publish/outgoing-message';
import type { Publisher } from '../publish/publisher';

const BATCH_SIZE = 100;
const POLL_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Publishes what committed transactions put into the outbox. Rows are claimed with SKIP LOCKED, published pipelined
 * and deleted in the same transaction, so replicas share the work and a crash only repeats a publication.
 */
export class OutboxRelay {
  private readonly published: Counter;
  private nudged = Promise.withResolvers<void>();
  private stopping = new AbortController();
  private loop: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly publisher: Publisher,
    private readonly clock: Clock,
    private readonly logger: Logger,
    metrics: MetricsRegistry,
  ) {
    this.published = metrics.counter({
      name: 'botarmy_outbox_published_messages_total',
      help: 'Messages the relay published and removed from the outbox',
    });
  }

  /** Starts relaying. */
  start(): void {
    this.loop ??= this.run();
  }

  /** Tells the relay that something was committed; it looks at once instead of at the next poll. */
  nudge(): void {
    this.nudged.resolve();
  }

  /** Finishes the batch in hand and stops. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.nudged.resolve();
    await this.loop;
  }

  private async run(): Promise<void> {
    let pauseMs = POLL_MS;
    while (!this.stopping.signal.aborted) {
      this.nudged = Promise.withResolvers<void>();
      try {
        let relayed = await this.relayWhenPending();
        while (relayed > 0 && !this.stopping.signal.aborted)
          relayed = relayed < BATCH_SIZE ? 0 : await this.relayBatch();
        pauseMs = POLL_MS;
        await this.pause(pauseMs);
      } catch (err) {
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
        this.logger.warn({ err }, 'outbox could not be relayed, will retry');
        await this.clock.sleep(pauseMs / 2, this.stopping.signal).catch(() => undefined);
      }
    }
  }

  private async relayWhenPending(): Promise<number> {
    const pending = await this.database.query<{ pending: boolean }>('SELECT outbox_has_pending() AS pending');
    return pending.rows[0]?.pending === true ? this.relayBatch() : 0;
  }

  private async relayBatch(): Promise<number> {
    const count = await this.database.withTransaction(
      async (client) => {
        const claimed = await client.query<OutgoingMessage & { ordinal: string }>(
          `SELECT event_id, subject, payload, headers, publication, ordinal
             FROM outbox ORDER BY ordinal LIMIT ${BATCH_SIZE} FOR UPDATE SKIP LOCKED`,
        );
        if (claimed.rows.length === 0) return 0;
        crashPoint('relay.before-publish');
        await this.publisher.publishAll(claimed.rows);
        crashPoint('relay.after-publish');
        await client.query('DELETE FROM outbox WHERE ordinal = ANY($1::bigint[])', [
          claimed.rows.map((row) => row.ordinal),
        ]);
        return claimed.rows.length;
      },
      { tenantId: '*' },
    );
    if (count > 0) this.published.inc(count);
    return count;
  }

  /** Until the time is over or somebody nudges, which stopping does too. */
  private pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = this.clock.setTimer(ms, resolve);
    void this.nudged.promise.then(() => {
      timer.cancel();
      resolve();
    });
    return promise;
  }
}
