import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { SERVICE_NAMES } from '@botarmy/contracts';

import { findCheckout } from '../checkout';

/** Loads every service's code and ends, which is when Node writes what it compiled. */
const program = 'for (const file of process.argv.slice(1)) require(file);';

/**
 * Fills the folder of compiled code once per version of Node, in a process of its own. Without it ten services that start
 * for the first time would each write the same two thousand files when they stop. A failure only costs time later.
 */
export async function warmCompiledCode(folder: string): Promise<void> {
  const mark = join(folder, `warm-${process.version}`);
  if (existsSync(mark)) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files = SERVICE_NAMES.map((name) => join(findCheckout(), 'services', name, 'dist/bootstrap.js'));
  const child = spawn(process.execPath, ['--eval', program, ...files.filter((file) => existsSync(file))], {
    env: { NODE_COMPILE_CACHE: folder },
    stdio: 'ignore',
  });
  const isComplete = await new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
  if (isComplete) writeFileSync(mark, '');
}
