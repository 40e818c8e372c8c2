import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { Environment } from '@botarmy/chassis';

/** A runner that will kill itself at a crash point. */
export interface DoomedRunner {
  /** The signal that ended it. */
  readonly ended: Promise<string>;
  kill(): void;
}

/** Starts a runner in a process of its own that ends as `kill -9` would at the named point. */
export function startDoomedRunner(environment: Environment, crashAt: string): DoomedRunner {
  const child = spawn(process.execPath, [join(__dirname, 'child-runner.cjs')], {
    env: { PATH: process.env.PATH, ...environment, CRASH_AT: crashAt },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit').then(([code, signal]) => String(signal ?? code));
  return { ended, kill: () => void child.kill('SIGKILL') };
}
