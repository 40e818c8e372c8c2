import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';
import type { WhatIfView } from '@botarmy/contracts';

import { PrismaClient } from '../generated/prisma/client';
import type { KeptOutcome } from './what-if-outcome';

/** Reads what-if runs. */
@Injectable()
export class WhatIfRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** Undefined for a run the tenant does not have. */
  async find(tenantId: string, runId: string): Promise<WhatIfView | undefined> {
    const row = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.whatIfRun.findUnique({
        where: { runId },
        include: { process: { select: { name: true, version: true } } },
      }),
    );
    if (row === null) return undefined;
    const outcome = row.outcome as KeptOutcome | null;
    return {
      run_id: row.runId,
      workflow_id: row.workflowId,
      process_name: row.process.name,
      process_version: row.process.version,
      status: row.status as WhatIfView['status'],
      requested_by: row.requestedBy,
      requested_at: row.requestedAt.toISOString(),
      finished_at: row.finishedAt?.toISOString() ?? null,
      failure: outcome?.failure ?? null,
      report: outcome?.report ?? null,
    };
  }
}
