import type { DatabaseFunction } from './database-function';
import type { DueRow, Tables } from './tables';

const HOUR_MS = 3_600_000;

/** The functions that look after due work. */
export function dueWorkFunctions(tables: Tables): Record<string, DatabaseFunction> {
  return {
    has_due_work: () => tables.earliestDueMs() <= tables.nowMs(),
    claim_due_work: (limit: number) => {
      const due = allRows(tables)
        .filter(({ due_at_ms }) => due_at_ms <= tables.nowMs())
        .sort((one, other) => one.due_at_ms - other.due_at_ms)
        .slice(0, limit);
      for (const row of due) {
        const patience = row.kind === 'hitl-request' ? 5 : 0;
        row.due_at_ms = tables.nowMs() + Math.min(5_000 * 2 ** Math.min(row.looks + patience, 12), HOUR_MS);
        row.looks += 1;
      }
      if (due.length > 0) tables.changed('dueWork');
      return due.map(({ workflow_id, tenant_id, kind, subject_id, attempt, lease, looks, is_heard }) => ({
        ...{ workflow_id, tenant_id, kind, subject_id, attempt, lease, looks, is_heard },
      }));
    },
    extend_lease: (tenant: string, workflow: string, task: string, attempt: number, lease: number, seconds: number) => {
      const rows = [...(tables.dueWork.get(workflow)?.values() ?? [])].filter(
        (row) =>
          row.tenant_id === tenant &&
          row.kind === 'agent-task' &&
          row.subject_id === task &&
          row.attempt === attempt &&
          row.lease === lease,
      );
      for (const row of rows) {
        row.due_at_ms = tables.nowMs() + seconds * 1_000;
        row.looks = 0;
        row.is_heard = true;
      }
      return rows.map((row) => ({ due_at: new Date(row.due_at_ms) }));
    },
    waiting_workflows: (after: string, limit: number) =>
      [...new Map(allRows(tables).map((row) => [row.workflow_id, row])).values()]
        .filter(({ workflow_id }) => workflow_id > after && hasQuestion(tables, workflow_id))
        .sort((one, other) => (one.workflow_id < other.workflow_id ? -1 : 1))
        .slice(0, limit)
        .map(({ workflow_id, tenant_id }) => ({ workflow_id, tenant_id })),
  };
}

function allRows(tables: Tables): DueRow[] {
  return [...tables.dueWork.values()].flatMap((rows) => [...rows.values()]);
}

/** Whether the workflow waits for somebody else, not for time alone. */
function hasQuestion(tables: Tables, workflowId: string): boolean {
  return [...(tables.dueWork.get(workflowId)?.values() ?? [])].some(({ kind }) => kind !== 'timer');
}
