import { TerminalError } from '@botarmy/chassis';
import { isId, parseSubject } from '@botarmy/contracts';
import type { Delivery } from '@botarmy/messaging';

/** An event as it is recorded; the names are those of the fields `record_events` reads. */
export interface EventRecord {
  readonly event_id: string;
  /** From the subject, which the broker lets only the event's producer use. */
  readonly tenant_id: string;
  readonly subject: string;
  readonly entity: string;
  readonly verb: string;
  readonly version: number;
  readonly workflow_id: string | null;
  readonly seq: number | null;
  /** ISO 8601; null where the event does not say. */
  readonly occurred_at: string | null;
  readonly trace_id: string | null;
  readonly payload: object;
}

/**
 * What is recorded of a delivery. Knows no event in particular, so a new one needs no change here.
 * Throws `TerminalError` `unknown-subject` when the subject is none of the platform's.
 */
export function eventRecord(payload: object, delivery: Delivery): EventRecord {
  const subject = parseSubject(delivery.subject);
  const version = /^v([1-9][0-9]{0,5})$/.exec(subject?.version ?? '')?.[1];
  if (subject === undefined || version === undefined) {
    throw new TerminalError('unknown-subject', 'The subject is no declared event: find its producer and correct it.');
  }
  const fields = new Map(Object.entries(payload ?? {}));
  const { tenantId, entity, verb, key } = subject;
  return {
    event_id: delivery.eventId,
    tenant_id: tenantId,
    subject: delivery.subject,
    entity,
    verb,
    version: Number(version),
    workflow_id: [fields.get('workflow_id'), key[0]].find(isWorkflowId) ?? null,
    seq: wholeNumber(fields.get('seq')),
    occurred_at: timeOf(fields),
    trace_id: /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(delivery.headers['traceparent'] ?? '')?.[1] ?? null,
    payload,
  };
}

function isWorkflowId(value: unknown): value is string {
  return typeof value === 'string' && isId(value, 'wf');
}

function wholeNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}

/** Every fact has at most one time of its own: `occurred_at`, `stored_at`, `answered_at`, … */
function timeOf(fields: ReadonlyMap<string, unknown>): string | null {
  for (const [name, value] of fields) {
    if (!name.endsWith('_at') || typeof value !== 'string') continue;
    const time = new Date(value);
    if (!Number.isNaN(time.getTime())) return time.toISOString();
  }
  return null;
}
