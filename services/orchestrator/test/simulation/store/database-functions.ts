import type { OutgoingMessage } from '@botarmy/messaging';

import type { DecisionItem } from '../../../src/workflow/decision-item';
import type { AppendOutcome } from '../../../src/workflow/decision-store';
import { addToOutbox, appendOne } from './append-one';
import { asJsonb } from './as-jsonb';
import type { DatabaseFunction } from './database-function';
import { deadLetterFunctions } from './dead-letter-functions';
import { dueWorkFunctions } from './due-work-functions';
import { pairKey } from './tables';
import type { Tables } from './tables';

/** What the database does besides keeping rows; mutants and checks stand between. */
export interface StoreHooks {
  readonly append: (tables: Tables, item: DecisionItem) => AppendOutcome;
}

/** The functions of the orchestrator's schema over tables in memory, each one transaction. */
export function databaseFunctions(
  tables: Tables,
  { append }: StoreHooks = { append: appendOne },
): Record<string, DatabaseFunction> {
  return {
    append_decisions: (items: string) =>
      (JSON.parse(items) as DecisionItem[]).map((item, index) => ({
        ordinal: index + 1,
        outcome: append(tables, item),
      })),
    load_workflow: (tenant: string, workflowId: string) => {
      const row = tables.workflows.get(workflowId);
      if (row?.tenant_id !== tenant) return [];
      const later = laterEvents(tables, workflowId, row.snapshot_version, 500);
      return [{ snapshot: asJsonb(row.snapshot), process_hash: row.process_hash, title: row.title, later }];
    },
    later_events: (tenant: string, workflowId: string, after: number, limit: number) =>
      tables.workflows.get(workflowId)?.tenant_id === tenant
        ? laterEvents(tables, workflowId, after, limit).map((row) => ({
            ...row,
            occurred_at: new Date(row.occurred_at),
          }))
        : [],
    // No tenant of a run has rules of its own.
    load_tenant_rules: () => [],
    find_command_record: (tenant: string, key: string) => {
      const record = tables.commandRecords.get(pairKey(tenant, key));
      return record === undefined ? [] : [{ request_hash: record.request_hash, reply: asJsonb(record.reply) }];
    },
    reserve_start: (tenant: string, key: string, hash: string, workflowId: string) => {
      const record = tables.commandRecords.get(pairKey(tenant, key));
      if (record !== undefined)
        return [{ request_hash: record.request_hash, reply: asJsonb(record.reply), workflow_id: null }];
      const known = tables.reservedStarts.get(pairKey(tenant, key));
      const start = known ?? { request_hash: hash, workflow_id: workflowId };
      tables.reservedStarts.set(pairKey(tenant, key), start);
      return [{ request_hash: start.request_hash, reply: null, workflow_id: start.workflow_id }];
    },
    republish: (tenant: string, messages: string) => {
      const rows = JSON.parse(messages) as OutgoingMessage[];
      addToOutbox(tables, tenant, rows);
      return [{ added: rows.length }];
    },
    keep_process_version: (hash: string, _name: string, _version: string, compiled: string) => {
      const isNew = !tables.processVersions.has(hash);
      if (isNew) tables.processVersions.set(hash, compiled);
      return [{ kept: isNew }];
    },
    load_process_version: (hash: string) => {
      const compiled = tables.processVersions.get(hash);
      return compiled === undefined ? [] : [{ compiled: JSON.parse(compiled) as object }];
    },
    outbox_has_pending: () => tables.outbox.size > 0,
    ...dueWorkFunctions(tables),
    ...deadLetterFunctions(tables),
  };
}

function laterEvents(tables: Tables, workflowId: string, after: number, limit: number): { occurred_at: string }[] {
  const rows = (tables.events.get(workflowId) ?? []).slice(after, after + limit);
  return rows.map(({ type, schema_version, occurred_at, data }) => ({
    ...{ type, version: schema_version, occurred_at },
    data: asJsonb(data),
  }));
}
