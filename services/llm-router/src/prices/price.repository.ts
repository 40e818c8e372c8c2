import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';
import { createId } from '@botarmy/contracts';
import type { SetPriceRequest } from '@botarmy/contracts';

import { PrismaClient } from '../generated/prisma/client';
import type { Price } from '../generated/prisma/client';

const EVERY_TENANT = '*';

/** Keeps the prices people set. A price is never changed: a later one takes its place. */
@Injectable()
export class PriceRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** Prices of all tenants. */
  all(): Promise<Price[]> {
    return inTenant(this.prisma, EVERY_TENANT, (transaction) => transaction.price.findMany());
  }

  /** Prices of one tenant. */
  list(tenantId: string): Promise<Price[]> {
    return inTenant(this.prisma, tenantId, (transaction) =>
      transaction.price.findMany({
        where: { tenantId },
        orderBy: [{ model: 'asc' }, { provider: 'asc' }, { validFrom: 'asc' }],
      }),
    );
  }

  /** Undefined when that instant has a price already. */
  async add(tenantId: string, request: SetPriceRequest, createdBy: string): Promise<Price | undefined> {
    const { provider, model, valid_from, input_micros, output_micros, cache_read_micros, cache_write_micros } = request;
    const data = {
      priceId: createId('prc'),
      tenantId,
      provider,
      model,
      validFrom: new Date(valid_from),
      inputMicros: input_micros,
      outputMicros: output_micros,
      cacheReadMicros: cache_read_micros ?? null,
      cacheWriteMicros: cache_write_micros ?? null,
      createdBy,
    };
    const [added] = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.price.createManyAndReturn({ data: [data], skipDuplicates: true }),
    );
    return added;
  }
}
