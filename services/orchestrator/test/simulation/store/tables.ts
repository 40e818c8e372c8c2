/** One row of `workflow`; what nobody reads back is left out. */
export interface WorkflowRow {
  readonly tenant_id: string;
  version: number;
  status: string;
  snapshot: object;
  snapshot_version: number;
  finished_at: string | null;
  process_hash: string;
  readonly title: string;
}

/** One row of `workflow_event`. */
export interface EventRow {
  readonly seq: number;
  readonly type: string;
  readonly schema_version: number;
  readonly occurred_at: string;
  readonly data: object;
}

/** One row of `due_work`; times are true milliseconds of the simulation. */
export interface DueRow {
  readonly workflow_id: string;
  readonly work_key: string;
  readonly tenant_id: string;
  readonly kind: string;
  readonly subject_id: string;
  readonly attempt: number;
  readonly lease: number;
  due_at_ms: number;
  looks: number;
  /** Whether a runner was ever heard of under this lease. */
  is_heard: boolean;
}

/** One row of `outbox`. */
export interface OutboxRow {
  readonly event_id: string;
  readonly tenant_id: string;
  /** Null, as the payload, where the row only names a decision. */
  readonly subject: string | null;
  readonly payload: string | null;
  readonly headers: Record<string, string>;
  publication: number;
  readonly ordinal: number;
  /** The transaction that claimed the row. */
  lockedBy: object | undefined;
}

/** One row of `delivery_count`. */
export interface DeliveryCountRow {
  failures: number;
  unfinished: number;
}

/** One row of `dead_letter`. */
export interface DeadLetterRow {
  readonly consumer: string;
  readonly event_id: string;
  readonly tenant_id: string;
  readonly code: string;
  readonly reason: string;
}

/** The orchestrator's schema in memory. */
export class Tables {
  readonly workflows = new Map<string, WorkflowRow>();
  readonly events = new Map<string, EventRow[]>();
  readonly dueWork = new Map<string, Map<string, DueRow>>();
  readonly commandRecords = new Map<string, { request_hash: string; reply: object }>();
  readonly reservedStarts = new Map<string, { request_hash: string; workflow_id: string }>();
  /** As text: few are ever read back. */
  readonly processVersions = new Map<string, string>();
  readonly outbox = new Map<string, OutboxRow>();
  readonly inbox = new Map<string, string>();
  readonly deliveryCounts = new Map<string, DeliveryCountRow>();
  readonly deadLetters = new Map<string, DeadLetterRow>();
  ordinal = 0;
  private readonly watchers = { outbox: new Set<() => void>(), dueWork: new Set<() => void>() };

  /** @param nowMs True time, which is the database's own. */
  constructor(readonly nowMs: () => number) {}

  /** Calls back after rows came to the outbox, or due work changed, until the returned function is called. */
  watch(table: 'outbox' | 'dueWork', changed: () => void): () => void {
    this.watchers[table].add(changed);
    return () => this.watchers[table].delete(changed);
  }

  /** Tells the watchers of a table. */
  changed(table: 'outbox' | 'dueWork'): void {
    for (const watcher of [...this.watchers[table]]) watcher();
  }

  /** When the next piece of work is due; infinite when there is none. */
  earliestDueMs(): number {
    let earliest = Number.POSITIVE_INFINITY;
    for (const rows of this.dueWork.values())
      for (const { due_at_ms } of rows.values()) if (due_at_ms < earliest) earliest = due_at_ms;
    return earliest;
  }
}

/** Key of what belongs to one consumer and event, or to one tenant and command. */
export function pairKey(one: string, other: string): string {
  return `${one}\n${other}`;
}
