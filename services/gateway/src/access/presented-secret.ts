import type { IncomingHttpHeaders } from 'node:http';

import fastifyCookie from '@fastify/cookie';

/** A session secret as a client sent it. */
export interface PresentedSecret {
  readonly secret: string;
  readonly presentedBy: 'cookie' | 'bearer';
}

/** Name of the session cookie; the `__Host-` prefix makes browsers refuse it without Secure, with a domain or a path. */
export function sessionCookieName(isSecure: boolean): string {
  return isSecure ? '__Host-botarmy_session' : 'botarmy_session';
}

const SECRET = /^[\w-]{20,200}$/;

/** The bearer token, else the session cookie; undefined when there is neither or it cannot be one of ours. */
export function presentedSecret(headers: IncomingHttpHeaders, cookieName: string): PresentedSecret | undefined {
  if (headers.authorization !== undefined) {
    const [, token] = /^Bearer +(\S+)$/i.exec(headers.authorization) ?? [];
    return token !== undefined && SECRET.test(token) ? { secret: token, presentedBy: 'bearer' } : undefined;
  }
  const secret = headers.cookie === undefined ? undefined : fastifyCookie.parse(headers.cookie)[cookieName];
  return secret !== undefined && SECRET.test(secret) ? { secret, presentedBy: 'cookie' } : undefined;
}
