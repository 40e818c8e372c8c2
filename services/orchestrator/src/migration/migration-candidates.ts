import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';

import { PrismaClient } from '../generated/prisma/client';

/** Workflows that run on other versions, and how many more there are. */
export interface Candidates {
  /** The oldest first. */
  readonly workflowIds: readonly string[];
  readonly remaining: number;
}

/** Finds the workflows of a process that could move to another version. */
@Injectable()
export class MigrationCandidates {
  constructor(private readonly prisma: PrismaClient) {}

  /** The oldest workflows of the tenant that have not ended and are pinned to another version. */
  async oldest(
    tenantId: string,
    process: { name: string; hash: string },
    page: { after: string | undefined; limit: number },
  ): Promise<Candidates> {
    const { after, limit } = page;
    const where = {
      processName: process.name,
      processHash: { not: process.hash },
      finishedAt: null,
      ...(after === undefined ? {} : { workflowId: { gt: after } }),
    };
    return inTenant(this.prisma, tenantId, async (transaction) => {
      const rows = await transaction.workflow.findMany({
        where,
        orderBy: { workflowId: 'asc' },
        take: limit,
        select: { workflowId: true },
      });
      const total = rows.length < limit ? rows.length : await transaction.workflow.count({ where });
      return { workflowIds: rows.map((row) => row.workflowId), remaining: total - rows.length };
    });
  }
}
