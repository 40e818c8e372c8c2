import type { Caller } from '@botarmy/contracts';

const CALLER_HEADER = 'Botarmy-Caller';

/** Puts the caller into message headers; names may hold any character, so the value is base64 of JSON. */
export function withCaller(headers: Record<string, string>, caller: Caller): Record<string, string> {
  return { ...headers, [CALLER_HEADER]: Buffer.from(JSON.stringify(caller)).toString('base64') };
}

/** Reads the caller back; undefined when there is none or it is unreadable. */
export function callerFrom(headers: Readonly<Record<string, string>>): Caller | undefined {
  const value = headers[CALLER_HEADER];
  if (value === undefined) return undefined;
  try {
    const caller = JSON.parse(Buffer.from(value, 'base64').toString('utf8')) as Caller;
    return typeof caller.tenant_id === 'string' && typeof caller.role === 'string' ? caller : undefined;
  } catch {
    return undefined;
  }
}
