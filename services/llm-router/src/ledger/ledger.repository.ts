import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';

import { PrismaClient } from '../generated/prisma/client';
import type { LedgerEntry } from '../generated/prisma/client';

/** A place in the ledger: after this entry. */
export interface LedgerPlace {
  readonly bookedAt: Date;
  readonly entryId: string;
}

/** A bounded piece of the ledger. */
export interface LedgerSpan {
  readonly from: Date;
  readonly to: Date;
  readonly after?: LedgerPlace | undefined;
  readonly limit: number;
  /** Requests of this model alone. */
  readonly model?: string | undefined;
  readonly kind?: 'request';
}

/** Reads the ledger. */
@Injectable()
export class LedgerRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** Entries in the order they were booked. */
  read(tenantId: string, { from, to, after, limit, model, kind }: LedgerSpan): Promise<LedgerEntry[]> {
    return inTenant(this.prisma, tenantId, (transaction) =>
      transaction.ledgerEntry.findMany({
        where: {
          tenantId,
          bookedAt: { gte: from, lt: to },
          ...(model === undefined ? {} : { model }),
          ...(kind === undefined ? {} : { kind, simulated: false }),
          ...(after === undefined
            ? {}
            : {
                OR: [
                  { bookedAt: { gt: after.bookedAt } },
                  { bookedAt: after.bookedAt, entryId: { gt: after.entryId } },
                ],
              }),
        },
        orderBy: [{ bookedAt: 'asc' }, { entryId: 'asc' }],
        take: limit,
      }),
    );
  }
}
