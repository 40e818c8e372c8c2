import type { Counter } from 'prom-client';

import { crashPoint } from '@botarmy/chassis';
import type { Clock, Database, Logger, MetricsRegistry } from '@botarmy/chassis';

import type { OutgoingMessage } from '../publish/outgoing-message';
import type { Publisher } from '../publish/publisher';
import type { OutboxNote, Unfold } from './outbox-note';

const BATCH_SIZE = 100;
const POLL_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

const CLAIM = 'SELECT * FROM outbox_claim($1)';
const SAID = 'SELECT * FROM outbox_said($1)';

/** A row as it is claimed: a whole message, or a note without subject and payload. */
interface ClaimedRow extends OutboxNote {
  readonly subject: string | null;
  readonly payload: string | null;
  readonly publication: number;
  readonly ordinal: string;
}

/**
 * Publishes what committed transactions put into the outbox. Rows are claimed with SKIP LOCKED, published pipelined
 * and deleted in the same transaction, so replicas share the work and a crash only repeats a publication.
 */
export class OutboxRelay {
  private readonly published: Counter;
  private nudged = Promise.withResolvers<void>();
  private stopping = new AbortController();
  private loop: Promise<void> | undefined;
  private unfold: Unfold | undefined;

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

  /** Tells how to find out what rows without a message of their own stand for. */
  unfoldWith(unfold: Unfold): void {
    this.unfold = unfold;
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
    let isNudged = false;
    while (!this.stopping.signal.aborted) {
      this.nudged = Promise.withResolvers<void>();
      try {
        // Whoever nudges has committed something: only a look out of habit asks first.
        let relayed = isNudged ? await this.relayBatch() : await this.relayWhenPending();
        while (relayed > 0 && !this.stopping.signal.aborted)
          relayed = relayed < BATCH_SIZE ? 0 : await this.relayBatch();
        pauseMs = POLL_MS;
        isNudged = await this.pause(pauseMs);
      } catch (err) {
        isNudged = false;
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
    const { claimed, messages } = await this.database.withTransaction(async (client) => {
      const { rows } = await client.query<ClaimedRow>(CLAIM, [BATCH_SIZE]);
      if (rows.length === 0) return { claimed: 0, messages: 0 };
      const said = await this.messagesOf(rows);
      crashPoint('relay.before-publish');
      await this.publisher.publishAll(said);
      crashPoint('relay.after-publish');
      await client.query(SAID, [rows.map((row) => row.ordinal)]);
      return { claimed: rows.length, messages: said.length };
    });
    if (messages > 0) this.published.inc(messages);
    return claimed;
  }

  /** The messages of claimed rows, in their order. */
  private async messagesOf(rows: readonly ClaimedRow[]): Promise<OutgoingMessage[]> {
    const all = await Promise.all(rows.map(async (row) => (isMessage(row) ? [row] : this.unfolded(row))));
    return all.flat();
  }

  private unfolded(note: OutboxNote): Promise<readonly OutgoingMessage[]> | readonly OutgoingMessage[] {
    if (this.unfold === undefined) throw new Error(`nobody knows what the outbox row ${note.event_id} stands for`);
    return this.unfold(note);
  }

  /** Until the time is over or somebody nudges, which stopping does too; true when nudged. */
  private pause(ms: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = this.clock.setTimer(ms, () => resolve(false));
    void this.nudged.promise.then(() => {
      timer.cancel();
      resolve(true);
    });
    return promise;
  }
}

function isMessage(row: ClaimedRow): row is ClaimedRow & OutgoingMessage {
  return row.payload !== null;
}
