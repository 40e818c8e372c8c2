import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const REGISTER = resolve(__dirname, '../../../libs/testing/jest/register-typescript.cjs');
const SCRIPT = `
  require(${JSON.stringify(REGISTER)}).registerTypescript();
  const { bootstrap } = require(${JSON.stringify(resolve(__dirname, 'bootstrap.ts'))});
  bootstrap({ environment: process.env }).then(() => process.send('started'));
`;

/** hitl in a process of its own. */
export interface HitlChild {
  readonly process: ChildProcess;
  /** Resolves with code and signal when it is gone. */
  readonly exit: Promise<unknown[]>;
}

/** Starts hitl so that it kills itself at a crash point; resolves when it takes work. */
export async function startHitlChild(environment: Record<string, string>, crashAt: string): Promise<HitlChild> {
  const child = spawn(process.execPath, ['-e', SCRIPT], {
    env: { PATH: process.env['PATH'], ...environment, CRASH_AT: crashAt, LOG_LEVEL: 'silent', PORT: '0' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exit = once(child, 'exit');
  const [first] = (await Promise.race([once(child, 'message'), exit])) as unknown[];
  if (first !== 'started') throw new Error('hitl did not start');
  return { process: child, exit };
}
