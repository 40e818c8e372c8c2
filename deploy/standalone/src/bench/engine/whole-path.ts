import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { Client } from 'pg';

import { startChaosPlatform } from '../../chaos/chaos-platform';
import type { OwnerEnvironment } from '../../environment';
import { ApiClient } from '../../load/api-client';
import type { Print } from '../../terminal/print';
import { writeBenchProcesses } from '../bench-processes';
import { cpuMsOf } from '../spine-figures';
import { measureWindow } from '../step-window';
import { measureRecovery } from './recovery';
import type { RecoveryFigures } from './recovery';

/** Workflows at a time, and how many in all. */
const SIZES = [
  { concurrency: 1, workflows: 5 },
  { concurrency: 16, workflows: 48 },
  { concurrency: 64, workflows: 128 },
  { concurrency: 256, workflows: 256 },
] as const;
const INSTANT = { SIMULATOR_LATENCY_MS: '0', SIMULATOR_TOKENS_PER_SECOND: '0', LOG_LEVEL: 'warn' };
/** As in production. */
const PATIENCE = { TASK_LEASE_SECONDS: '60', CALL_LEASE_MS: '15000' };

/** One window of the whole path. */
export interface PathFigures {
  readonly concurrency: number;
  readonly steps_per_second: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  /** Of all processes, PostgreSQL and broker included. */
  readonly cpu_ms: number;
}

/** Steps through separate services with an instant model, then the same with the orchestrator killed in the middle. */
export async function measureWholePath(
  folder: string,
  caller: OwnerEnvironment,
  print: Print,
): Promise<{ path: PathFigures[]; recovery: RecoveryFigures }> {
  mkdirSync(folder, { recursive: true });
  const directory = join(folder, 'processes');
  const { whole } = writeBenchProcesses(directory);
  const variables = { ...INSTANT, ...PATIENCE, PROCESSES_DIRECTORY: directory };
  const platform = await startChaosPlatform({ stateDirectory: join(folder, 'state'), caller, print, variables });
  const database = new Client({ connectionString: platform.database.url });
  try {
    await database.connect();
    const user = platform.demoUser;
    if (user === undefined) throw new Error('the platform has no demo user');
    const client = new ApiClient(platform.url, user, new AbortController().signal);
    await client.signIn();
    const window = { platform, client, database, process: whole };
    await measureWindow({ ...window, concurrency: 16, workflows: 32 });
    const path: PathFigures[] = [];
    for (const size of SIZES) {
      const { stepsPerSecond, stepP50Ms, stepP99Ms, use, steps } = await measureWindow({ ...window, ...size });
      path.push({
        concurrency: size.concurrency,
        steps_per_second: stepsPerSecond,
        p50_ms: stepP50Ms,
        p99_ms: stepP99Ms,
        cpu_ms: cpuMsOf(use) / steps,
      });
    }
    return { path, recovery: await measureRecovery({ platform, client, database, process: whole }) };
  } finally {
    await database.end();
    await platform.stop();
  }
}
