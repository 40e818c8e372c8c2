import type { JsMsg } from 'nats';

import { TerminalError } from '@botarmy/chassis';
import { assertPayload, InvalidPayloadError, parseSubject } from '@botarmy/contracts';
import type { ConsumerDeclaration } from '@botarmy/contracts';

import { EVENT_ID_HEADER, fromNatsHeaders } from '../publish/message-headers';

/** One delivery of one message as a handler sees it. */
export interface Delivery {
  /** Durable consumer that received it; first half of the inbox key. */
  readonly consumer: string;
  /** Id of the fact or command, the same for every re-publication; second half of the inbox key. */
  readonly eventId: string;
  /** From the subject, never from the payload. */
  readonly tenantId: string;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  /** True when the broker delivered it before. */
  readonly redelivered: boolean;
  /** How often the broker delivered it, this time included. */
  readonly deliveryCount: number;
}

/** A message whose bytes or shape no handler can use. */
export interface RawMessage {
  readonly text: string;
  readonly encoding: 'utf8' | 'base64';
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** What is known of a delivery before its payload is looked at. */
export function deliveryOf(declaration: ConsumerDeclaration, message: JsMsg): Delivery {
  const headers = fromNatsHeaders(message.headers);
  const eventId = headers[EVENT_ID_HEADER] ?? headers['Nats-Msg-Id'] ?? `${message.info.stream}-${message.seq}`;
  return {
    consumer: declaration.durable,
    eventId: eventId.slice(0, 300),
    tenantId: parseSubject(message.subject)?.tenantId ?? 'unknown',
    subject: message.subject,
    headers,
    redelivered: message.info.redelivered,
    deliveryCount: message.info.redeliveryCount,
  };
}

/** The message's bytes as storable text. */
export function rawMessage(data: Uint8Array): RawMessage {
  try {
    const text = decoder.decode(data);
    if (!text.includes('\0')) return { text, encoding: 'utf8' };
  } catch {
    // Not UTF-8: stored as base64 below.
  }
  return { text: Buffer.from(data).toString('base64'), encoding: 'base64' };
}

/**
 * Reads and checks the payload.
 *
 * @throws {TerminalError} `malformed-message` or `invalid-message`: repeating cannot help.
 */
export function decodePayload(declaration: ConsumerDeclaration, raw: RawMessage): object {
  let payload: unknown;
  try {
    if (raw.encoding === 'base64') throw new SyntaxError('the bytes are not UTF-8 text');
    payload = JSON.parse(raw.text);
  } catch (cause) {
    throw new TerminalError('malformed-message', 'The message is not JSON: find its producer and correct it.', {
      cause,
    });
  }
  const { message } = declaration;
  if (message === undefined) return payload as object;
  try {
    assertPayload(message.payload, payload);
    return payload;
  } catch (cause) {
    if (!(cause instanceof InvalidPayloadError)) throw cause;
    throw new TerminalError('invalid-message', `The message does not match ${message.name}: ${cause.message}`, {
      cause,
    });
  }
}
