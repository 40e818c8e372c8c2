import { Injectable } from '@nestjs/common';

import type { RepriceLedgerReply } from '@botarmy/contracts';

import type { LedgerEntry } from '../generated/prisma/client';
import { costOfUsage } from '../prices/cost-of-usage';
import { PriceBook } from '../prices/price-book';
import { PriceRefresh } from '../prices/price-refresh';
import { LedgerStore } from './ledger-store';
import type { EntryPrice } from './ledger-store';
import { LedgerRepository } from './ledger.repository';
import type { LedgerPlace } from './ledger.repository';

const AT_ONCE = 500;

/** Prices a span of the ledger by the prices that hold now for its time. */
@Injectable()
export class Reprice {
  constructor(
    private readonly entries: LedgerRepository,
    private readonly store: LedgerStore,
    private readonly prices: PriceBook,
    private readonly refresh: PriceRefresh,
  ) {}

  /** Simulated requests cost nothing and are left out; what has no price stays unknown. */
  async run(tenantId: string, from: Date, to: Date, model: string | undefined): Promise<RepriceLedgerReply> {
    const reply: RepriceLedgerReply = { corrected: 0, delta_micros: 0, unknown: 0 };
    let after: LedgerPlace | undefined;
    // A price may have been set at another replica a moment ago.
    await this.refresh.refresh();
    for (;;) {
      const page = await this.entries.read(tenantId, { from, to, after, model, kind: 'request', limit: AT_ONCE });
      const priced = page.flatMap((entry) => this.priceOf(tenantId, entry) ?? []);
      reply.unknown += page.length - priced.length;
      if (priced.length > 0) {
        const { corrected, deltaMicros } = await this.store.correct(tenantId, priced);
        reply.corrected += corrected;
        reply.delta_micros += deltaMicros;
      }
      if (page.length < AT_ONCE) return reply;
      after = page.at(-1);
    }
  }

  private priceOf(tenantId: string, entry: LedgerEntry): EntryPrice | undefined {
    // Nobody knows what a request without an end used.
    if (entry.outcome === 'abandoned') return undefined;
    const quoted = this.prices.quoteByName(tenantId, entry.provider, entry.model, entry.bookedAt);
    if (quoted === undefined) return undefined;
    const inputTokens = entry.inputTokens + entry.cacheWriteTokens + entry.cacheReadTokens;
    const cost = costOfUsage(quoted.price, {
      inputTokens,
      outputTokens: entry.outputTokens + entry.reasoningTokens,
      cacheWriteTokens: entry.cacheWriteTokens,
      cacheReadTokens: entry.cacheReadTokens,
      reasoningTokens: entry.reasoningTokens,
    });
    return { entry_id: entry.entryId, cost_micros: cost, price_version: quoted.version };
  }
}
