import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A sample service in a process of its own. */
export interface ChildService {
  process: ChildProcessWithoutNullStreams;
  url: string;
  /** Exit code and signal; resolves when the process has ended. */
  ended: Promise<[code: number | null, signal: NodeJS.Signals | null]>;
}

/** Starts the sample service; resolves when it has logged its address, rejects with its error output otherwise. */
export async function startChildService(environment: Record<string, string> = {}): Promise<ChildService> {
  const child = spawnSample(environment);
  const ended = once(child, 'exit') as ChildService['ended'];
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  const url = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const entry = JSON.parse(line) as { url?: string };
      if (entry.url !== undefined) resolve(entry.url);
    });
  });
  const failed = ended.then(([code]) => Promise.reject(new Error(`the sample ended with ${code}: ${errors}`)));
  failed.catch(() => undefined);
  return { process: child, url: await Promise.race([url, failed]), ended };
}

/** Starts the sample service without waiting for anything. */
export function spawnSample(environment: Record<string, string>): ChildProcessWithoutNullStreams {
  const register = join(__dirname, 'register-swc.cjs');
  const preload = join(__dirname, '../src/telemetry-preload.ts');
  const fixture = join(__dirname, 'sample-service.fixture.ts');
  return spawn(process.execPath, ['--require', register, '--require', preload, fixture], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: 'pipe',
  });
}
