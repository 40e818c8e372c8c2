import { randomUUID } from 'node:crypto';

const acceptable = /^[\w.-]{8,128}$/;

/** The caller's request id when it is harmless, otherwise a new one. */
export function requestIdFrom(header: string | string[] | undefined): string {
  return typeof header === 'string' && acceptable.test(header) ? header : `req_${randomUUID().replaceAll('-', '')}`;
}
