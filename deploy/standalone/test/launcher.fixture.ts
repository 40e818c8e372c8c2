import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { findCheckout } from '../src/checkout';
import { testEnvironment } from './platform.fixture';
import type { Scratch } from './platform.fixture';

const checkout = findCheckout();

/** A launcher as npm starts it, and all it printed so far. */
export interface Launcher {
  readonly child: ChildProcess;
  output(): string;
  /** Resolves when the output holds the text; rejects when the launcher ends before. */
  says(text: string | RegExp): Promise<void>;
  /** Resolves to exit code or signal. */
  ended(): Promise<number | string>;
}

/** Makes `dist` current, as the entry does; the launcher and the services' own processes run from there. */
export function buildWhatIsStale(): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/build/build.mjs', '--node-only'], {
    cwd: checkout,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The build failed:\n${stdout}${stderr}`);
}

/** Starts `main.js <command> …` on a state folder, on any free port. */
export function launch(scratch: Scratch, args: readonly string[], extra: Record<string, string> = {}): Launcher {
  const pace = { SIMULATOR_LATENCY_MS: '0', SIMULATOR_TOKENS_PER_SECOND: '0' };
  const child = spawn(process.execPath, [join(checkout, 'deploy/standalone/dist/main.js'), ...args], {
    cwd: checkout,
    env: testEnvironment({ BOTARMY_STATE_DIR: scratch.state, PORT: '0', ...pace, ...extra }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      for (const listener of listeners) listener();
    });
  }
  const exited = once(child, 'exit');
  const says = (wanted: string | RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)) {
          listeners.delete(check);
          resolve();
        }
      };
      listeners.add(check);
      void exited.then(() => reject(new Error(`The launcher ended without saying ${String(wanted)}:\n${text}`)));
      check();
    });
  return {
    child,
    output: () => text,
    says,
    ended: async () => {
      const [code, signal] = (await exited) as [number | null, NodeJS.Signals | null];
      return code ?? signal ?? 'unknown';
    },
  };
}
