import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';

import { PrismaClient } from '../generated/prisma/client';
import type { HitlDelegation } from '../generated/prisma/client';

/** Reads who decides for whom. */
@Injectable()
export class DelegationRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** Those who let this person decide for them now. */
  async inForce(tenantId: string, toUserId: string, now: Date): Promise<readonly HitlDelegation[]> {
    return inTenant(this.prisma, tenantId, (transaction) =>
      transaction.hitlDelegation.findMany({
        where: { tenantId, toUserId, startsAt: { lte: now }, endsAt: { gte: now } },
        orderBy: { fromUserId: 'asc' },
        take: 100,
      }),
    );
  }

  /** All that have not ended, soonest end first. */
  async list(tenantId: string, now: Date): Promise<readonly HitlDelegation[]> {
    return inTenant(this.prisma, tenantId, (transaction) =>
      transaction.hitlDelegation.findMany({
        where: { tenantId, endsAt: { gte: now } },
        orderBy: [{ endsAt: 'asc' }, { fromUserId: 'asc' }, { toUserId: 'asc' }],
        take: 1_000,
      }),
    );
  }
}
