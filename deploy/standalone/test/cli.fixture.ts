import { join } from 'node:path';
import { PassThrough } from 'node:stream';

import { runCli } from '@botarmy/cli';

import type { Scratch } from './platform.fixture';

/** Runs one command line with a home folder of its own, and gives what it printed. */
export async function runTestCli(
  args: readonly string[],
  scratch: Pick<Scratch, 'out'>,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const printed = { stdout: '', stderr: '' };
  const code = await runCli(args, {
    environment: {},
    stdin: new PassThrough().end(),
    stdout: { write: (text) => (printed.stdout += text) },
    stderr: { write: (text) => (printed.stderr += text) },
    homeDirectory: join(scratch.out, 'home'),
    signal: new AbortController().signal,
  });
  return { code, ...printed };
}
