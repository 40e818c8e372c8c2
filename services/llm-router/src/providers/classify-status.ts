import type { FailureCode } from './provider-failure';

const UNAUTHORIZED = new Set([401, 402, 403]);
/** Request timeout, conflict and "too early" pass; so does everything the server blames itself for. */
const TEMPORARY = new Set([408, 409, 425]);

/** What an HTTP status of a provider means where its body says nothing more precise. */
export function codeOfStatus(status: number): FailureCode {
  if (status === 429) return 'rate-limited';
  if (status >= 500 || TEMPORARY.has(status)) return 'server-error';
  if (UNAUTHORIZED.has(status)) return 'unauthorized';
  return status === 413 ? 'context-length-exceeded' : 'invalid-request';
}
