import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';
import type { WhatIfView } from '@botarmy/contracts';

import { ProcessVersions } from '../catalogue/process-versions';
import { PrismaClient } from '../generated/prisma/client';
import type { KeptOutcome } from './what-if-outcome';

/** Reads what-if runs. */
@Injectable()
export class WhatIfRepository {
  constructor(
    private readonly prisma: PrismaClient,
    private readonly versions: ProcessVersions,
  ) {}

  /** Undefined for a run the tenant does not have. */
  async find(tenantId: string, runId: string): Promise<WhatIfView | undefined> {
    const row = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.whatIfRun.findUnique({ where: { runId } }),
    );
    if (row === null) return undefined;
    // Versions that were never published belong to no tenant: they are found by their hash alone.
    const process = await this.versions.byHash(row.processHash);
    const outcome = row.outcome as KeptOutcome | null;
    return {
      run_id: row.runId,
      workflow_id: row.workflowId,
      process_name: process.name,
      process_version: process.version,
      status: row.status as WhatIfView['status'],
      requested_by: row.requestedBy,
      requested_at: row.requestedAt.toISOString(),
      finished_at: row.finishedAt?.toISOString() ?? null,
      failure: outcome?.failure ?? null,
      report: outcome?.report ?? null,
    };
  }
}
