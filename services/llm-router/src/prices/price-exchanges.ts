import { Injectable } from '@nestjs/common';

import type { ProviderExchange } from '../asking/provider-exchange';
import type { TokenUsage } from '../models/model';
import { costOfUsage } from './cost-of-usage';
import { PriceBook } from './price-book';
import type { PricedModel } from './price-book';

/** An exchange with its cost; without one when nothing was used, or the price is unknown. */
export type PricedExchange = Omit<ProviderExchange, 'cost_micros'> & {
  readonly cost_micros?: number;
  readonly price_version?: string;
};

/** Prices what was used by the prices of the time it was asked. */
@Injectable()
export class PriceExchanges {
  constructor(private readonly prices: PriceBook) {}

  price(tenantId: string, asked: readonly PricedModel[], exchanges: readonly ProviderExchange[]): PricedExchange[] {
    return exchanges.map((exchange) => this.priceOne(tenantId, asked, exchange));
  }

  private priceOne(tenantId: string, asked: readonly PricedModel[], exchange: ProviderExchange): PricedExchange {
    const { cost_micros: _unpriced, ...used } = exchange;
    if (used.input_tokens === undefined) return used;
    if (used.simulated) return { ...used, cost_micros: 0 };
    const model = asked.find(({ provider, facts }) => provider.id === used.provider && facts.model === used.model);
    const quoted = model && this.prices.quote(tenantId, model, new Date(used.started_at));
    if (quoted === undefined) return used;
    return { ...used, cost_micros: costOfUsage(quoted.price, usageOf(used)), price_version: quoted.version };
  }
}

function usageOf(exchange: Omit<ProviderExchange, 'cost_micros'>): TokenUsage {
  return {
    inputTokens: exchange.input_tokens ?? 0,
    outputTokens: exchange.output_tokens ?? 0,
    cacheWriteTokens: exchange.cache_write_tokens ?? 0,
    cacheReadTokens: exchange.cache_read_tokens ?? 0,
    reasoningTokens: exchange.reasoning_tokens ?? 0,
  };
}
