import { startHttpRecorder } from '@botarmy/testing';
import type { HttpRecorder } from '@botarmy/testing';

/** Makes something else of the bytes the simulator answered; events of a stream are separated by an empty line. */
export type Transform = (body: string) => string;

/** Stands between the router and the simulator; what passes looks like a real provider's answer. */
export interface Relay extends HttpRecorder {
  transform: Transform;
}

const PASSED = ['content-type', 'retry-after', 'retry-after-ms'];

export async function startRelay(simulatorUrl: string): Promise<Relay> {
  const recorder = await startHttpRecorder(async ({ method, path, headers, body }) => {
    const { host: _host, connection: _connection, 'content-length': _length, ...sent } = headers;
    const answer = await fetch(`${simulatorUrl}${path}`, {
      method,
      headers: sent as Record<string, string>,
      body: new Uint8Array(body),
    });
    const kept = PASSED.flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value]];
    });
    const text = await answer.text();
    return { status: answer.status, headers: Object.fromEntries(kept), body: relay.transform(text) };
  });
  const relay: Relay = Object.assign(recorder, { transform: (body: string) => body });
  return relay;
}

/** Ends a stream properly, but without the last of its events. */
export function withoutLastEvents(count: number): Transform {
  return (body) =>
    body
      .split(/(?<=\n\n)/)
      .slice(0, -count)
      .join('');
}
