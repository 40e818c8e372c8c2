import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';

import { PrismaClient } from '../generated/prisma/client';
import type { ModelCall } from '../generated/prisma/client';

/** Reads finished and running calls of one workflow. */
@Injectable()
export class RecordedCallsRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** Calls in the order they were made, from one on; `fromCallId` itself is the first. */
  read(tenantId: string, workflowId: string, fromCallId: string | undefined, limit: number): Promise<ModelCall[]> {
    return inTenant(this.prisma, tenantId, (transaction) =>
      transaction.modelCall.findMany({
        where: { tenantId, workflowId, ...(fromCallId === undefined ? {} : { callId: { gte: fromCallId } }) },
        orderBy: { callId: 'asc' },
        take: limit,
      }),
    );
  }
}
