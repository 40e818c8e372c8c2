import { Injectable } from '@nestjs/common';

import { KNOWN_MODELS, PRICES_AS_OF } from '../models/known-models';
import type { ModelFacts } from '../models/model';
import type { DatedPrice, QuotedPrice } from './price';

/** What is priced: a model as a provider offers it. */
export interface PricedModel {
  readonly provider: { readonly id: string };
  readonly facts: ModelFacts;
}

const ANY = '*';

/** Prices by model and time: a tenant's own before the installation's, those before the list. */
@Injectable()
export class PriceBook {
  private overrides: readonly DatedPrice[] = [];

  /** Replaces what was set by people; the list stays. */
  load(overrides: readonly DatedPrice[]): void {
    this.overrides = overrides;
  }

  /** What a model costs a tenant at a time; undefined when nobody knows. */
  quote(tenantId: string, { provider, facts }: PricedModel, at: Date): QuotedPrice | undefined {
    return this.overrideOf(tenantId, provider.id, facts.model, at) ?? listPriceOf(facts);
  }

  /** The same for a model that may not be offered any more, known by its name. */
  quoteByName(tenantId: string, provider: string, model: string, at: Date): QuotedPrice | undefined {
    const facts = KNOWN_MODELS.find((known) => known.model === model);
    return this.overrideOf(tenantId, provider, model, at) ?? (facts === undefined ? undefined : listPriceOf(facts));
  }

  private overrideOf(tenantId: string, provider: string, model: string, at: Date): QuotedPrice | undefined {
    let best: DatedPrice | undefined;
    for (const candidate of this.overrides) {
      const fits =
        candidate.model === model &&
        (candidate.tenantId === tenantId || candidate.tenantId === ANY) &&
        (candidate.provider === provider || candidate.provider === ANY) &&
        candidate.from.getTime() <= at.getTime();
      if (fits && (best === undefined || isCloser(candidate, best))) best = candidate;
    }
    return best === undefined ? undefined : { version: best.version, price: best.price };
  }
}

/** A tenant's own wins over everybody's, a provider's own over any, the newer over the older. */
function isCloser(one: DatedPrice, other: DatedPrice): boolean {
  const rank = (price: DatedPrice): number => (price.tenantId === ANY ? 0 : 2) + (price.provider === ANY ? 0 : 1);
  return rank(one) === rank(other) ? one.from > other.from : rank(one) > rank(other);
}

function listPriceOf(facts: ModelFacts): QuotedPrice | undefined {
  if (facts.price === undefined) return undefined;
  const isListed = KNOWN_MODELS.some((known) => known === facts);
  return { version: isListed ? `list-${PRICES_AS_OF}` : 'routes-file', price: facts.price };
}
