import type { WorkflowEvent } from '../workflow/events';
import { simulatedNote } from './simulated-note';

/** One event of the log; what depends on the clock is under `times`. */
export interface SessionLogEntry {
  /** Number of the event in the workflow, from 1. */
  readonly sequence: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly times: Readonly<Record<string, string | number>>;
}

/** Content of `metadata/session_logs.json`. */
export interface SessionLogs {
  readonly format_version: 1;
  readonly workflow_id: string;
  readonly entries: readonly SessionLogEntry[];
  readonly simulated: boolean;
  readonly note: string | null;
}

const TIME_FIELDS = new Set(['duration_ms', 'delay_ms', 'due_at']);
/** Personal free text stays out of the log; that there was some is said. */
const PERSONAL_FIELDS = new Set(['feedback', 'reason']);

/** Writes a history down event by event. */
export function buildSessionLogs(events: readonly WorkflowEvent[]): SessionLogs {
  const [first] = events;
  const simulated = events.some(
    (event) =>
      (event.type === 'task-completed' || event.type === 'task-failed') && event.data.usage?.simulated === true,
  );
  return {
    format_version: 1,
    workflow_id: first?.type === 'workflow-started' ? first.data.workflow_id : '',
    entries: events.map((event, index) => toEntry(event, index + 1)),
    simulated,
    note: simulatedNote(simulated),
  };
}

function toEntry(event: WorkflowEvent, sequence: number): SessionLogEntry {
  const data: Record<string, unknown> = {};
  const times: Record<string, string | number> = { occurred_at: event.occurred_at };
  for (const [field, value] of Object.entries(event.data as Record<string, unknown>)) {
    if (TIME_FIELDS.has(field)) times[field] = value as string | number;
    else if (PERSONAL_FIELDS.has(field) && typeof value === 'string' && isFromPerson(event))
      data[`has_${field}`] = value !== '';
    else data[field] = value;
  }
  return { sequence, type: event.type, data, times };
}

function isFromPerson(event: WorkflowEvent): boolean {
  return event.type === 'approval-answered' || event.type === 'workflow-cancelled';
}
