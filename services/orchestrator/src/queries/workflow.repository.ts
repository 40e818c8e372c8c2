import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';
import type { WorkflowStatus } from '@botarmy/contracts';
import type { WorkflowEvent } from '@botarmy/process-engine';

import { Prisma, PrismaClient } from '../generated/prisma/client';
import type { Workflow, WorkflowEvent as EventRow } from '../generated/prisma/client';
import { archivedEvents } from './archived-events';

/** Rows of the list. */
export type WorkflowRow = Workflow;

const PAGE_OF_HISTORY = 1_000;

/** Reads of workflows through Prisma, inside one tenant. */
@Injectable()
export class WorkflowRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** One page, newest first, and how many there are in all. */
  async list(
    tenantId: string,
    query: { status?: WorkflowStatus; limit: number; cursor?: string },
  ): Promise<{ rows: WorkflowRow[]; total: number }> {
    const where = query.status === undefined ? {} : { status: query.status };
    return inTenant(this.prisma, tenantId, async (transaction) => {
      const rows = await transaction.workflow.findMany({
        where: { ...where, ...(query.cursor === undefined ? {} : { workflowId: { lt: query.cursor } }) },
        orderBy: { workflowId: 'desc' },
        take: query.limit,
      });
      return { rows, total: await transaction.workflow.count({ where }) };
    });
  }

  /** Ids of workflows that have not ended, newest first. */
  async newestRunning(tenantId: string, limit: number): Promise<string[]> {
    const rows = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.workflow.findMany({
        where: { tenantId, finishedAt: null },
        orderBy: { workflowId: 'desc' },
        select: { workflowId: true },
        take: limit,
      }),
    );
    return rows.map(({ workflowId }) => workflowId);
  }

  /** Events after a version, oldest first; undefined for a workflow the tenant does not have. */
  async events(
    tenantId: string,
    workflowId: string,
    query: { afterSeq: number; limit: number },
  ): Promise<{ events: EventRow[]; lastSeq: number } | undefined> {
    return inTenant(this.prisma, tenantId, async (transaction) => {
      const workflow = await transaction.workflow.findUnique({
        where: { workflowId },
        select: { version: true, archive: true },
      });
      if (workflow === null) return undefined;
      if (workflow.archive !== null) {
        const { events, next } = archivedEvents(workflow.archive, query);
        return { events: withProgress(events, next), lastSeq: workflow.version };
      }
      const events = await transaction.workflowEvent.findMany({
        where: { workflowId, seq: { gt: query.afterSeq } },
        orderBy: { seq: 'asc' },
        take: query.limit,
      });
      const last = events.at(-1);
      if (last?.progress !== null) return { events: withProgress(events), lastSeq: workflow.version };
      // The page ends inside a decision: what the workflow looked like after it goes with a later event.
      const next = await transaction.workflowEvent.findFirst({
        where: { workflowId, seq: { gt: last.seq }, progress: { not: Prisma.DbNull } },
        orderBy: { seq: 'asc' },
        select: { progress: true },
      });
      return { events: withProgress(events, next?.progress ?? null), lastSeq: workflow.version };
    });
  }

  /** The whole history as the engine folds it, read page by page; empty for a workflow the tenant does not have. */
  async history(tenantId: string, workflowId: string): Promise<WorkflowEvent[]> {
    const history: WorkflowEvent[] = [];
    for (;;) {
      const page = await this.events(tenantId, workflowId, { afterSeq: history.length, limit: PAGE_OF_HISTORY });
      if (page === undefined || page.events.length === 0) return history;
      history.push(...page.events.map(toEngineEvent));
    }
  }

  /** Events after a version as the engine folds them; empty for a workflow the tenant does not have. */
  async historyAfter(tenantId: string, workflowId: string, afterSeq: number, limit: number): Promise<WorkflowEvent[]> {
    const page = await this.events(tenantId, workflowId, { afterSeq, limit });
    return (page?.events ?? []).map(toEngineEvent);
  }

  /** The workflow an imported one is the record of; undefined for one that ran here. */
  async importedFrom(tenantId: string, workflowId: string): Promise<string | undefined> {
    return inTenant(this.prisma, tenantId, async (transaction) => {
      const row = await transaction.workflow.findFirst({ where: { workflowId }, select: { importedFrom: true } });
      return row?.importedFrom ?? undefined;
    });
  }

  /** Workflows that have not ended. */
  async countActive(tenantId: string): Promise<number> {
    return inTenant(this.prisma, tenantId, (transaction) =>
      transaction.workflow.count({ where: { status: { notIn: ['completed', 'failed', 'cancelled'] } } }),
    );
  }
}

/** Every event with what the workflow looked like after the decision it belongs to. */
function withProgress(events: EventRow[], afterLast: EventRow['progress'] = null): EventRow[] {
  let progress = afterLast;
  return events.reduceRight<EventRow[]>((filled, event) => {
    progress = event.progress ?? progress;
    filled.unshift({ ...event, progress });
    return filled;
  }, []);
}

function toEngineEvent({ type, schemaVersion, occurredAt, data }: EventRow): WorkflowEvent {
  return { type, version: schemaVersion, occurred_at: occurredAt.toISOString(), data } as unknown as WorkflowEvent;
}
