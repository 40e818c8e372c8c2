import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';

import { PrismaClient } from '../generated/prisma/client';

/** Reads the call record. */
@Injectable()
export class CallRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** Whether a call is still being worked on, and the last sign of life of who does; null for an unknown key. */
  findProgress(
    tenantId: string,
    idempotencyKey: string,
  ): Promise<{ readonly status: string; readonly heartbeatAt: Date } | null> {
    return inTenant(this.prisma, tenantId, (transaction) =>
      transaction.modelCall.findUnique({
        where: { tenantId_idempotencyKey: { tenantId, idempotencyKey } },
        select: { status: true, heartbeatAt: true },
      }),
    );
  }
}
