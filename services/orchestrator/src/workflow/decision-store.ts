import { Injectable } from '@nestjs/common';

import { BatchWriter, crashPoint, Database, ShutdownHooks, shutdownOrder } from '@botarmy/chassis';
import type { OutgoingMessage } from '@botarmy/messaging';
import { OutboxRelay } from '@botarmy/messaging';

import type { DecisionItem } from './decision-item';

/** What became of a decision; see the function `append_one`. */
export type AppendOutcome = 'appended' | 'conflict' | 'duplicate' | 'recorded' | 'repeated';

const MOST_ITEMS_PER_COMMIT = 64;

/** Appends decisions: those of different workflows that wait together share one commit. */
@Injectable()
export class DecisionStore {
  private readonly writer: BatchWriter<DecisionItem, AppendOutcome>;

  constructor(
    private readonly database: Database,
    private readonly relay: OutboxRelay,
    shutdown: ShutdownHooks,
  ) {
    this.writer = new BatchWriter({
      name: 'decisions',
      maxItems: MOST_ITEMS_PER_COMMIT,
      maxQueued: 10_000,
      write: (items) => this.write(items),
    });
    shutdown.register('decisions', shutdownOrder.transport + 10, () => this.writer.close());
  }

  /** Resolves when the decision is committed or refused by the compare-and-set. */
  append(item: DecisionItem): Promise<AppendOutcome> {
    return this.writer.add(item);
  }

  /** Puts messages into the outbox again. */
  async republish(tenantId: string, messages: readonly OutgoingMessage[]): Promise<void> {
    if (messages.length === 0) return;
    await this.database.call('republish', tenantId, JSON.stringify(messages));
    this.relay.nudge();
  }

  private async write(items: readonly DecisionItem[]): Promise<AppendOutcome[]> {
    crashPoint('orchestrator.before-transaction');
    const rows = await this.database.call<{ ordinal: number; outcome: AppendOutcome }>(
      'append_decisions',
      JSON.stringify(items),
    );
    crashPoint('orchestrator.after-commit');
    this.relay.nudge();
    return rows.map((row) => row.outcome);
  }
}
