import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

import type { VerifyVirtualKeyReply } from '@botarmy/contracts';

/** What a secret of the door looks like: nothing else is worth a question. */
const SECRET = /^sk-ba-[\w-]{43}$/;

/** The bearer token; undefined when there is none or it cannot be a key of the door. Cookies open nothing here. */
export function presentedKey({ authorization }: IncomingHttpHeaders): string | undefined {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  return token !== undefined && SECRET.test(token) ? token : undefined;
}

const keys = new WeakMap<IncomingMessage, VerifyVirtualKeyReply>();

/** Remembers the key of a request for the handlers behind the guard. */
export function attachKey(request: { raw: IncomingMessage }, key: VerifyVirtualKeyReply): void {
  keys.set(request.raw, key);
}

/** The key of a request; undefined before the guard and on routes for people. */
export function keyOf(request: { raw: IncomingMessage }): VerifyVirtualKeyReply | undefined {
  return keys.get(request.raw);
}
