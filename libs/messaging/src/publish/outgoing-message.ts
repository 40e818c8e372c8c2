import { injectTraceContext } from '@botarmy/chassis';
import { assertPayload, subjectOf } from '@botarmy/contracts';
import type { MessageDeclaration } from '@botarmy/contracts';

/** A message ready for the outbox or for the stream; field names are those of the outbox rows. */
export interface OutgoingMessage {
  readonly event_id: string;
  readonly subject: string;
  /** JSON text. */
  readonly payload: string;
  readonly headers: Record<string, string>;
  readonly publication: number;
}

/**
 * Checks a payload against its declaration and turns it into a message with subject, id and trace context.
 *
 * @param eventId Deterministic where the work may be repeated, so that a repetition is recognised.
 * @param key Last subject tokens: the workflow's id, or `[pool, task key]` for agent tasks.
 * @throws {InvalidPayloadError} when the payload does not match.
 */
export function outgoingMessage<TPayload extends object>(
  message: MessageDeclaration<TPayload>,
  details: { eventId: string; tenantId: string; key: readonly string[]; payload: TPayload; publication?: number },
): OutgoingMessage {
  assertPayload(message.payload, details.payload);
  const headers: Record<string, string> = {};
  injectTraceContext(headers);
  return {
    event_id: details.eventId,
    subject: subjectOf(message as MessageDeclaration, details.tenantId, ...details.key),
    payload: JSON.stringify(details.payload),
    headers,
    publication: details.publication ?? 0,
  };
}
