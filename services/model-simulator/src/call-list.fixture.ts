import type { CallEntry } from './calls/call-log';

/** Body of `GET /simulator/calls`. */
export interface CallList {
  readonly total: number;
  readonly matching: number;
  readonly calls: readonly CallEntry[];
}

/** The logged calls that match a query such as `?outcome=failed`. */
export async function listCalls(url: string, query = ''): Promise<CallList> {
  return (await (await fetch(`${url}/simulator/calls${query}`)).json()) as CallList;
}

/** The newest call that ended in a way; asks again until there is one. */
export async function callWithOutcome(url: string, outcome: string): Promise<CallEntry> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const [entry] = (await listCalls(url, `?outcome=${outcome}`)).calls;
    if (entry) return entry;
  }
  throw new Error(`no call ended as ${outcome}`);
}
