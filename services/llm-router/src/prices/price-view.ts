import type { PriceView } from '@botarmy/contracts';

import type { Price } from '../generated/prisma/client';
import type { DatedPrice } from './price';

/** A stored price as the book uses it. */
export function datedPriceOf(row: Price): DatedPrice {
  const { cacheReadMicros, cacheWriteMicros } = row;
  return {
    tenantId: row.tenantId,
    provider: row.provider,
    model: row.model,
    from: row.validFrom,
    version: row.priceId,
    price: {
      input: Number(row.inputMicros),
      output: Number(row.outputMicros),
      ...(cacheReadMicros === null ? {} : { cacheRead: Number(cacheReadMicros) }),
      ...(cacheWriteMicros === null ? {} : { cacheWrite: Number(cacheWriteMicros) }),
    },
  };
}

/** A stored price as callers see it. */
export function priceViewOf(row: Price): PriceView {
  const { cacheReadMicros, cacheWriteMicros } = row;
  return {
    provider: row.provider,
    model: row.model,
    valid_from: row.validFrom.toISOString(),
    input_micros: Number(row.inputMicros),
    output_micros: Number(row.outputMicros),
    ...(cacheReadMicros === null ? {} : { cache_read_micros: Number(cacheReadMicros) }),
    ...(cacheWriteMicros === null ? {} : { cache_write_micros: Number(cacheWriteMicros) }),
    version: row.priceId,
  };
}
