import { Injectable } from '@nestjs/common';

import { BatchWriter, crashPoint, Database, ShutdownHooks, shutdownOrder } from '@botarmy/chassis';
import type { OutgoingMessage } from '@botarmy/messaging';
import { OutboxRelay } from '@botarmy/messaging';

import type { DecisionItem } from './decision-item';
import { DecisionNotes } from './decision-notes';

/** What became of a decision; see the function `append_one`. */
export type AppendOutcome = 'appended' | 'conflict' | 'duplicate' | 'recorded' | 'repeated';

/** A decision on its way to the database, with its messages. */
interface Writing {
  readonly item: DecisionItem & { readonly outbox: readonly OutgoingMessage[] };
  /** Under which its messages can be found again; undefined where they are few or none. */
  readonly noteId: string | undefined;
}

/** The database's word for one item: `limited` when it wants to see the messages, because some of them may have to wait. */
interface AppendedRow {
  /** Place in the batch, from 1 on, as text; rows come in any order. */
  readonly ordinal: string | number;
  readonly outcome: AppendOutcome | 'limited';
}

const MOST_ITEMS_PER_COMMIT = 64;
/** After a refusal so many commits carry their messages without being asked: limits rarely come and go. */
const COMMITS_IN_FULL = 200;

/** Appends decisions: those of different workflows that wait together share one commit. */
@Injectable()
export class DecisionStore {
  private commitsInFull = 0;
  private readonly writer: BatchWriter<Writing, AppendOutcome>;

  constructor(
    private readonly database: Database,
    private readonly relay: OutboxRelay,
    private readonly notes: DecisionNotes,
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

  /**
   * Resolves when the decision is committed or refused by the compare-and-set.
   *
   * @param noteId Names the decision in the outbox in place of its messages; without one they are written in full.
   */
  append(item: Writing['item'], noteId?: string): Promise<AppendOutcome> {
    return this.writer.add({ item, noteId });
  }

  /** Puts messages into the outbox again. */
  async republish(tenantId: string, messages: readonly OutgoingMessage[]): Promise<void> {
    if (messages.length === 0) return;
    await this.database.call('republish', tenantId, JSON.stringify(messages));
    this.relay.nudge();
  }

  private async write(batch: readonly Writing[]): Promise<AppendOutcome[]> {
    crashPoint('orchestrator.before-transaction');
    const outcomes = await this.appendBatch(batch);
    crashPoint('orchestrator.after-commit');
    this.relay.nudge();
    return outcomes;
  }

  private async appendBatch(batch: readonly Writing[]): Promise<AppendOutcome[]> {
    this.commitsInFull = Math.max(0, this.commitsInFull - 1);
    if (this.commitsInFull === 0) {
      const outcomes = await this.call(batch.map(withNote));
      if (!outcomes.includes('limited')) {
        // Only what is committed is remembered: another replica's decision may have the same name.
        batch.forEach(({ item, noteId }, index) => {
          if (noteId !== undefined && outcomes[index] === 'appended') this.notes.remember(noteId, item.outbox);
        });
        return outcomes as AppendOutcome[];
      }
      this.commitsInFull = COMMITS_IN_FULL;
    }
    return (await this.call(batch.map(({ item }) => item))) as AppendOutcome[];
  }

  private async call(items: readonly DecisionItem[]): Promise<AppendedRow['outcome'][]> {
    const rows = await this.database.call<AppendedRow & Record<string, unknown>>(
      'append_decisions',
      JSON.stringify(items),
    );
    const outcomes = new Map(rows.map(({ ordinal, outcome }) => [Number(ordinal), outcome]));
    return items.map((_, index) => {
      const outcome = outcomes.get(index + 1);
      if (outcome === undefined) throw new Error('the database answered for other decisions than it was given');
      return outcome;
    });
  }
}

function withNote({ item, noteId }: Writing): DecisionItem {
  const [first] = item.outbox;
  if (noteId === undefined || first === undefined) return item;
  return { ...item, outbox: [{ event_id: noteId, headers: first.headers }] };
}
