import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { Client } from 'pg';

import { startChaosPlatform } from '../chaos/chaos-platform';
import { findCheckout } from '../checkout';
import type { OwnerEnvironment } from '../environment';
import { ApiClient } from '../load/api-client';
import type { Platform } from '../platform/platform';
import type { Credentials } from '../platform/platform-options';
import { phase } from '../terminal/phase';
import type { Print } from '../terminal/print';
import { measureBaseline } from './baseline';
import { writeBenchProcesses } from './bench-processes';
import type { BenchProcess } from './bench-processes';
import { timeOneRun } from './demo-time';
import { median } from './median';
import { difference, takeSnapshot } from './platform-snapshot';
import { renderFigures } from './render-figures';
import { cpuMsOf, summarize } from './spine-figures';
import type { ConcurrencyFigures, SpineFigures } from './spine-figures';
import { measureWindow } from './step-window';
import type { WindowFigures } from './step-window';
import { npmStart } from './warm-start';

/** Workflows at a time, and how many in all make one window. */
const WINDOWS = [
  { concurrency: 1, workflows: 6 },
  { concurrency: 16, workflows: 48 },
  { concurrency: 64, workflows: 128 },
] as const;
const IDLE_MS = 3_000;

const NO_LATENCY = { SIMULATOR_LATENCY_MS: '0', SIMULATOR_TOKENS_PER_SECOND: '0', LOG_LEVEL: 'warn' };
/** As in production; the short ones of chaos would let a busy machine hand work over. */
const USUAL_PATIENCE = { TASK_LEASE_SECONDS: '60', CALL_LEASE_MS: '15000' };

/** `npm run bench:spine [-- --runs 3]`: measures, prints the page and writes it to docs/reference with its figures. */
export async function benchSpine(args: readonly string[], caller: OwnerEnvironment, print: Print): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { runs: { type: 'string', default: '3' } } });
  const runs = Math.max(1, Number(values.runs));
  const folder = mkdtempSync(join(tmpdir(), 'botarmy-bench-'));
  try {
    const loadBefore = loadavg()[0] ?? 0;
    const started = await phase(print, 'Warm starts and demo runs', () =>
      measureStarts(join(folder, 'start'), runs, caller),
    );
    const steps = await phase(print, 'Steps at 1, 16 and 64 workflows', () =>
      measureSteps(join(folder, 'steps'), runs, caller, print),
    );
    const figures: SpineFigures = {
      measured_at: new Date().toISOString().slice(0, 10),
      machine: {
        processor: cpus()[0]?.model.trim() ?? 'unknown',
        cores: cpus().length,
        load_before: loadBefore,
        node: process.versions.node,
      },
      ...started,
      ...steps,
    };
    const page = renderFigures(figures);
    const reference = join(findCheckout(), 'docs/reference/performance-spine');
    writeFileSync(`${reference}.md`, page);
    writeFileSync(`${reference}.json`, `${JSON.stringify(figures, undefined, 2)}\n`);
    print('');
    print(page);
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureStarts(
  stateDirectory: string,
  runs: number,
  caller: OwnerEnvironment,
): Promise<Pick<SpineFigures, 'warm_start_ms' | 'demo_ms'>> {
  // The first start makes the state; it is not a warm one.
  await (await npmStart(stateDirectory, caller)).stop();
  const starts: number[] = [];
  const demos: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const platform = await npmStart(stateDirectory, caller);
    try {
      starts.push(platform.readyAfterMs);
      const client = await signedIn(platform.url, platform.user);
      // The first workflow of a process also compiles what the next ones find compiled.
      await timeOneRun(client, 2 * run);
      demos.push(await timeOneRun(client, 2 * run + 1));
    } finally {
      await platform.stop();
    }
  }
  return { warm_start_ms: { median: median(starts), runs: starts }, demo_ms: { median: median(demos), runs: demos } };
}

async function measureSteps(
  stateDirectory: string,
  runs: number,
  caller: OwnerEnvironment,
  print: Print,
): Promise<Pick<SpineFigures, 'baseline' | 'idle_cpu_ms_per_second' | 'concurrency'>> {
  const directory = `${stateDirectory}-processes`;
  const processes = writeBenchProcesses(directory);
  const variables = { ...NO_LATENCY, ...USUAL_PATIENCE, PROCESSES_DIRECTORY: directory };
  const platform = await startChaosPlatform({ stateDirectory, caller, print, variables });
  const database = new Client({ connectionString: platform.database.url });
  try {
    await database.connect();
    const client = await signedIn(platform.url, platform.demoUser);
    const windows = (process: BenchProcess, size: (typeof WINDOWS)[number]): Promise<WindowFigures[]> =>
      inTurn(runs, () => measureWindow({ platform, client, database, process, ...size }));
    await measureWindow({ platform, client, database, process: processes.whole, concurrency: 8, workflows: 16 });
    const baseline = await measureBaseline(platform.database.url, caller);
    const idle = await measureIdle(platform, database);
    const concurrency: ConcurrencyFigures[] = [];
    for (const size of WINDOWS) {
      const whole = await windows(processes.whole, size);
      const brief = await windows(processes.brief, size);
      concurrency.push(summarize({ concurrency: size.concurrency, whole, brief }, processes, baseline));
    }
    return { baseline, idle_cpu_ms_per_second: idle, concurrency };
  } finally {
    await database.end();
    await platform.stop();
  }
}

async function measureIdle(platform: Platform, database: Client): Promise<number> {
  const before = await takeSnapshot(platform, database);
  const startedMs = performance.now();
  await delay(IDLE_MS);
  const use = difference(before, await takeSnapshot(platform, database));
  return (cpuMsOf(use) * 1_000) / (performance.now() - startedMs);
}

async function inTurn<TResult>(times: number, run: () => Promise<TResult>): Promise<TResult[]> {
  const results: TResult[] = [];
  while (results.length < times) results.push(await run());
  return results;
}

async function signedIn(url: string, user: Credentials | undefined): Promise<ApiClient> {
  if (user === undefined) throw new Error('the platform has no demo user');
  const client = new ApiClient(url, user, new AbortController().signal);
  await client.signIn();
  return client;
}
