import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { holdsWithin } from '../chaos/wait-for-condition';
import { findCheckout } from '../checkout';
import type { OwnerEnvironment } from '../environment';
import { endRun } from '../platform/end-run';
import { findRunningPlatform } from '../platform/find-running';
import type { Credentials } from '../platform/platform-options';

/** A platform that `npm start` brought up. */
export interface StartedPlatform {
  readonly url: string;
  readonly user: Credentials;
  /** From the command to the first moment it answers. */
  readonly readyAfterMs: number;
  stop(): Promise<void>;
}

const READY_MS = 120_000;

/** Runs `npm start` on a state folder, with a simulated provider that answers at once. */
export async function npmStart(stateDirectory: string, caller: OwnerEnvironment): Promise<StartedPlatform> {
  const startedMs = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: findCheckout(),
    env: {
      ...caller,
      BOTARMY_STATE_DIR: stateDirectory,
      PORT: '0',
      SIMULATOR_LATENCY_MS: '0',
      SIMULATOR_TOKENS_PER_SECOND: '0',
    },
    stdio: 'ignore',
  });
  let running = findRunningPlatform(stateDirectory);
  await holdsWithin(() => {
    running = findRunningPlatform(stateDirectory);
    return running !== undefined || child.exitCode !== null;
  }, READY_MS);
  const readyAfterMs = performance.now() - startedMs;
  if (running === undefined)
    throw new Error(`npm start was not ready within ${READY_MS} ms, or ended (${child.exitCode}).`);
  return {
    ...running,
    readyAfterMs,
    stop: async () => {
      const ended = child.exitCode === null ? once(child, 'exit') : undefined;
      await endRun(stateDirectory);
      await ended;
    },
  };
}
