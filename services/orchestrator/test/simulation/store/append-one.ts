import type { OutgoingMessage } from '@botarmy/messaging';

import type { DecisionItem, OutboxEntry } from '../../../src/workflow/decision-item';
import type { AppendOutcome } from '../../../src/workflow/decision-store';
import type { DueWork } from '../../../src/workflow/due-work';
import { pairKey } from './tables';
import type { EventRow, Tables, WorkflowRow } from './tables';

/** The function `append_one` of the schema, as its migrations define it. */
export function appendOne(tables: Tables, item: DecisionItem): AppendOutcome {
  const { tenant_id: tenant, workflow_id: workflowId, expected_version: expected, consumer, record } = item;
  const inboxKey = consumer === null ? undefined : pairKey(consumer, item.event_id ?? '');
  if (inboxKey !== undefined && tables.inbox.get(inboxKey) === tenant) return 'duplicate';
  const recordKey = record === undefined ? undefined : pairKey(tenant, record.key);
  if (recordKey !== undefined && tables.commandRecords.has(recordKey)) return 'repeated';
  const claim = (): void => {
    if (inboxKey !== undefined && !tables.inbox.has(inboxKey)) tables.inbox.set(inboxKey, tenant);
  };
  const keepRecord = (): void => {
    if (recordKey === undefined || record === undefined) return;
    tables.commandRecords.set(recordKey, { request_hash: record.request_hash, reply: record.reply });
  };
  if (item.projection === undefined) {
    if (expected === 0) keepRecord();
    claim();
    return 'recorded';
  }
  const row = tables.workflows.get(workflowId);
  const isFree = expected === 0 ? row === undefined : row?.tenant_id === tenant && row.version === expected;
  // A start keeps its record even when its row is taken, as the transaction goes on.
  if (expected === 0) keepRecord();
  if (!isFree) return 'conflict';
  if (expected > 0) keepRecord();
  writeProjection(tables, item);
  claim();
  const events = tables.events.get(workflowId) ?? [];
  events.push(...item.events.map((event) => event as unknown as EventRow));
  tables.events.set(workflowId, events);
  replaceDueWork(tables, item);
  addToOutbox(tables, tenant, item.outbox);
  return 'appended';
}

/** The function `outbox_add`: a message that waits already keeps its place and takes the higher publication. */
export function addToOutbox(tables: Tables, tenantId: string, entries: readonly OutboxEntry[]): void {
  for (const entry of entries) {
    const { event_id, headers, subject, payload, publication = 0 } = entry as OutboxEntry & Partial<OutgoingMessage>;
    const waiting = tables.outbox.get(event_id);
    if (waiting !== undefined) waiting.publication = Math.max(waiting.publication, publication);
    else {
      tables.ordinal += 1;
      const message = { subject: subject ?? null, payload: payload ?? null, publication };
      const row = { event_id, tenant_id: tenantId, headers, ...message };
      tables.outbox.set(event_id, { ...row, ordinal: tables.ordinal, lockedBy: undefined });
    }
  }
  if (entries.length > 0) tables.changed('outbox');
}

function writeProjection(tables: Tables, { tenant_id, workflow_id, new_version, projection = {} }: DecisionItem): void {
  const { process_hash, title, status, snapshot, finished_at } = projection as unknown as Omit<
    WorkflowRow,
    'snapshot'
  > & { snapshot?: object };
  const row = tables.workflows.get(workflow_id);
  if (row === undefined) {
    const fresh = { tenant_id, version: new_version, status, snapshot, finished_at, process_hash, title };
    tables.workflows.set(workflow_id, { ...fresh, snapshot: snapshot ?? {}, snapshot_version: new_version });
    return;
  }
  Object.assign(row, { version: new_version, status, finished_at, process_hash });
  // Most decisions leave the snapshot where it is: the state is the snapshot and the events after it.
  if (snapshot !== undefined) Object.assign(row, { snapshot, snapshot_version: new_version });
}

function replaceDueWork(tables: Tables, { tenant_id, workflow_id, due_work }: DecisionItem): void {
  const before = tables.dueWork.get(workflow_id);
  const wanted = new Map<string, DueWork>(due_work.map((work) => [work.work_key, work]));
  const rows = before ?? new Map();
  for (const key of rows.keys()) if (!wanted.has(key)) rows.delete(key);
  for (const [work_key, { kind, subject_id, attempt, lease, due_at, due_in_seconds }] of wanted) {
    if (rows.has(work_key)) continue;
    const due_at_ms = due_at === null ? tables.nowMs() + (due_in_seconds ?? 0) * 1_000 : Date.parse(due_at);
    rows.set(work_key, {
      workflow_id,
      work_key,
      tenant_id,
      kind,
      subject_id,
      attempt,
      lease,
      due_at_ms,
      looks: 0,
      is_heard: false,
    });
  }
  tables.dueWork.set(workflow_id, rows);
  tables.changed('dueWork');
}
