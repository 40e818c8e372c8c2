import type { IncomingMessage } from 'node:http';

import type { VerifySessionReply } from '@botarmy/contracts';

/** A session as identity verified it, and how it was presented. */
export interface VerifiedSession extends VerifySessionReply {
  /** The secret as presented; never logged. */
  readonly secret: string;
  /** Cookies travel by themselves, so commands under one need the CSRF token. */
  readonly presentedBy: 'cookie' | 'bearer';
}

const sessions = new WeakMap<IncomingMessage, VerifiedSession>();

/** Remembers the session of a request for the handlers behind the guard. */
export function attachSession(request: { raw: IncomingMessage }, session: VerifiedSession): void {
  sessions.set(request.raw, session);
}

/** The session of a request; undefined before the guard and on anonymous routes. */
export function sessionOf(request: { raw: IncomingMessage }): VerifiedSession | undefined {
  return sessions.get(request.raw);
}
