import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';

import { PrismaClient } from '../../generated/prisma/client';
import type { ProviderKey } from '../../generated/prisma/client';

const MOST_LISTED = 1_000;

/** Reads providers' keys, without what is sealed. */
@Injectable()
export class ProviderKeyRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** The newest first, retired ones included. */
  list(tenantId: string): Promise<Omit<ProviderKey, 'ciphertext'>[]> {
    return inTenant(this.prisma, tenantId, (transaction) =>
      transaction.providerKey.findMany({
        where: { tenantId },
        omit: { ciphertext: true },
        orderBy: { createdAt: 'desc' },
        take: MOST_LISTED,
      }),
    );
  }
}
