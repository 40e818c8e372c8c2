import type { WorkflowArchive, WorkflowEvent as EventRow } from '../generated/prisma/client';

/** An event as `archive_workflow` keeps it. */
interface ArchivedEvent {
  readonly seq: number;
  readonly type: string;
  readonly schema_version: number;
  readonly occurred_at: string;
  readonly data: EventRow['data'];
  readonly progress: EventRow['progress'];
}

/** A page of an archived history as the table of events would give it, and the progress of the decision its end is in. */
export function archivedEvents(
  { workflowId, tenantId, events }: WorkflowArchive,
  { afterSeq, limit }: { afterSeq: number; limit: number },
): { events: EventRow[]; next: EventRow['progress'] } {
  const all = events as unknown as readonly ArchivedEvent[];
  const page = all.slice(afterSeq, afterSeq + limit);
  const next = all.slice(afterSeq + limit).find(({ progress }) => progress !== null);
  return {
    events: page.map(({ seq, type, schema_version, occurred_at, data, progress }) => ({
      workflowId,
      seq,
      tenantId,
      type,
      schemaVersion: schema_version,
      occurredAt: new Date(occurred_at),
      data,
      progress,
    })),
    next: next?.progress ?? null,
  };
}
