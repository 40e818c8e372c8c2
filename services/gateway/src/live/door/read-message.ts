import type { RawData } from 'ws';

/** A client's message: a JSON object with a type. */
export interface ClientMessage {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Why a frame is no message, in the words of its error frame. */
export interface UnreadableMessage {
  readonly code: 'binary-frame' | 'malformed-json' | 'malformed-message';
  readonly detail: string;
}

/** Reads a frame. */
export function readMessage(
  data: RawData,
  isBinary: boolean,
): { readonly message: ClientMessage } | { readonly refusal: UnreadableMessage } {
  if (isBinary) return refused('binary-frame', 'Send text frames.');
  const message = parse(data.toString());
  if (message === undefined) return refused('malformed-json', 'Send JSON.');
  if (typeof message !== 'object' || message === null || Array.isArray(message)) {
    return refused('malformed-message', 'Send a JSON object with a "type".');
  }
  if (!('type' in message) || typeof message.type !== 'string') {
    return refused('malformed-message', 'Send the "type" as text.');
  }
  return { message: message as ClientMessage };
}

function refused(code: UnreadableMessage['code'], detail: string): { refusal: UnreadableMessage } {
  return { refusal: { code, detail } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
