import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';

import { PrismaClient } from '../../generated/prisma/client';
import type { VirtualKey } from '../../generated/prisma/client';

const MOST_LISTED = 1_000;

/** Reads keys of the door. */
@Injectable()
export class VirtualKeyRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** The newest first, ended ones included. */
  list(tenantId: string): Promise<VirtualKey[]> {
    return inTenant(this.prisma, tenantId, (transaction) =>
      transaction.virtualKey.findMany({ where: { tenantId }, orderBy: { createdAt: 'desc' }, take: MOST_LISTED }),
    );
  }
}
