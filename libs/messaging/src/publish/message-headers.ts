import { headers } from 'nats';
import type { MsgHdrs } from 'nats';

/** Header that carries the event's own id; the broker's message id may differ for a re-publication. */
export const EVENT_ID_HEADER = 'Botarmy-Event-Id';

/** The broker's message id: the event id, with `.<n>` for its n-th re-publication, which the duplicate window must not swallow. */
export function messageIdOf(eventId: string, publication: number): string {
  return publication === 0 ? eventId : `${eventId}.${publication}`;
}

/** Plain headers as NATS headers. */
export function toNatsHeaders(plain: Readonly<Record<string, string>>): MsgHdrs {
  const result = headers();
  for (const [name, value] of Object.entries(plain)) result.set(name, value);
  return result;
}

/** NATS headers as a plain object; of a repeated header the first value counts. */
export function fromNatsHeaders(natsHeaders: MsgHdrs | undefined): Record<string, string> {
  const plain: Record<string, string> = {};
  if (natsHeaders === undefined) return plain;
  for (const [name, values] of natsHeaders) plain[name] = values[0] ?? '';
  return plain;
}
