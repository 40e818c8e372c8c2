import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

import { waitFor } from '@botarmy/testing';

const REGISTER = resolve(__dirname, '../../../libs/testing/jest/register-typescript.cjs');
const SIMULATOR = resolve(__dirname, '../../model-simulator/src/bootstrap.ts');
const SCRIPT = `
  require(${JSON.stringify(REGISTER)}).registerTypescript();
  const { bootstrap } = require(${JSON.stringify(SIMULATOR)});
  bootstrap({ environment: { LOG_LEVEL: 'silent' } }).then((service) => process.send(service.url));
`;

/** How the simulator answers calls; see its README. */
export interface SimulatorRule {
  readonly match: { readonly provider?: string; readonly call?: number };
  readonly times?: number;
  readonly script: Readonly<Record<string, unknown>>;
}

/** A call as the simulator's log shows it. */
export interface SimulatedCall {
  readonly provider: string;
  readonly model: string;
  readonly outcome: string;
  readonly idempotency_key: string | null;
}

/** The real model simulator, in a process of its own. */
export interface Simulator {
  readonly url: string;
  /** Replaces all rules. */
  script(...rules: SimulatorRule[]): Promise<void>;
  /** Logged calls, the oldest first; `query` such as `idempotency_key=…`. */
  calls(query?: string): Promise<SimulatedCall[]>;
  /** Waits for a call that ended in this way. */
  ended(outcome: string): Promise<SimulatedCall>;
  /** Forgets rules and calls. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export async function startSimulator(): Promise<Simulator> {
  const child = spawn(process.execPath, ['-e', SCRIPT], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exit = once(child, 'exit');
  const [url] = (await Promise.race([once(child, 'message'), exit])) as [string];
  const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}/simulator/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`the simulator refused ${method} ${path}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const calls = async (query = ''): Promise<SimulatedCall[]> => {
    const list = (await send('GET', `calls?limit=1000&${query}`)) as { calls: SimulatedCall[] };
    return list.calls.toReversed();
  };
  return {
    url,
    script: async (...rules) => void (await send('PUT', 'script', { rules })),
    calls,
    ended: (outcome) =>
      waitFor(async () => (await calls(`outcome=${outcome}`))[0], { describe: `a call that ended as ${outcome}` }),
    clear: async () => {
      await send('DELETE', 'script');
      await send('DELETE', 'calls');
    },
    stop: async () => {
      child.kill('SIGTERM');
      child.kill('SIGKILL');
      await exit;
    },
  };
}
