import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from 'pg';

import { measureBaseline } from '../src/bench/baseline';
import { writeBenchProcesses } from '../src/bench/bench-processes';
import type { BenchProcess } from '../src/bench/bench-processes';
import { timeOneRun } from '../src/bench/demo-time';
import { renderFigures } from '../src/bench/render-figures';
import { cpuMsOf, summarize } from '../src/bench/spine-figures';
import { measureWindow } from '../src/bench/step-window';
import type { WindowFigures } from '../src/bench/step-window';
import { ApiClient } from '../src/load/api-client';
import { startSplitPlatform } from './chaos.fixture';
import type { SplitPlatform } from './chaos.fixture';

describe('the measurement of steps', () => {
  const directory = mkdtempSync(join(tmpdir(), 'botarmy-bench-processes-'));
  const processes = writeBenchProcesses(directory);
  let split: SplitPlatform;
  let database: Client;
  let client: ApiClient;
  let whole: WindowFigures;
  let brief: WindowFigures;

  const measure = (process: BenchProcess): Promise<WindowFigures> =>
    measureWindow({ platform: split.platform, client, database, process, concurrency: 1, workflows: 3 });

  beforeAll(async () => {
    const pace = { SIMULATOR_LATENCY_MS: '0', SIMULATOR_TOKENS_PER_SECOND: '0', TASK_LEASE_SECONDS: '60' };
    split = await startSplitPlatform({ variables: { PROCESSES_DIRECTORY: directory, ...pace } });
    database = new Client({ connectionString: split.platform.database.url });
    await database.connect();
    client = new ApiClient(split.platform.url, split.platform.demoUser!, new AbortController().signal);
    await client.signIn();
    whole = await measure(processes.whole);
    brief = await measure(processes.brief);
  }, 240_000);
  afterAll(async () => {
    await database.end();
    await split.stop();
    rmSync(directory, { recursive: true, force: true });
  }, 60_000);

  it('runs the shipped process without its approvals, and its first stage alone', () => {
    expect(processes).toEqual({
      whole: { name: 'sdlc-without-approvals', steps: 10 },
      brief: { name: 'sdlc-first-stage', steps: 2 },
    });
    expect([whole.steps, brief.steps]).toEqual([30, 6]);
  });

  it('counts the same commits as PostgreSQL', () => {
    const counted = [...whole.use.processes.values()].reduce((sum, { writing }) => sum + writing, 0);
    expect(counted / whole.use.writingTransactions).toBeGreaterThan(0.8);
    expect(counted / whole.use.writingTransactions).toBeLessThan(1.2);
    expect(whole.use.transactions).toBeGreaterThanOrEqual(whole.use.writingTransactions);
  });

  it('finds that a step of a lone workflow costs about what it may', () => {
    const baseline = { commitsPerSecond: 100, publishesPerSecond: 1, pipelinedPublishesPerSecond: 1 };
    const figures = summarize({ concurrency: 1, whole: [whole], brief: [brief] }, processes, baseline);
    expect(figures.commits_per_step_goal).toBe(8);
    // Wide: what counts is that nobody adds a commit per step unnoticed.
    expect(figures.commits_per_step).toBeGreaterThan(4);
    expect(figures.commits_per_step).toBeLessThan(9);
    expect(figures.services['llm-router']?.commits_per_step).toBeGreaterThan(1.5);
    expect(cpuMsOf(whole.use)).toBeGreaterThan(0);
    const page = renderFigures({
      measured_at: '2026-01-01',
      machine: { processor: 'any', cores: 2, load_before: 0, node: process.versions.node },
      warm_start_ms: { median: 1_000, runs: [1_000] },
      demo_ms: { median: 2_000, runs: [2_000] },
      baseline,
      idle_cpu_ms_per_second: 10,
      concurrency: [figures],
    });
    expect(page).toContain('## 1 at a time, by service');
    expect(page).toMatch(/\| llm-router +\|/);
  });

  it('times a run of the shipped process through its approvals', async () => {
    expect(await timeOneRun(client, 1)).toBeGreaterThan(0);
  }, 120_000);

  it('measures the bare loops it is compared with', async () => {
    const { commitsPerSecond, publishesPerSecond, pipelinedPublishesPerSecond } = await measureBaseline(
      split.platform.database.url,
      { ...process.env },
    );
    expect(commitsPerSecond).toBeGreaterThan(0);
    expect(pipelinedPublishesPerSecond).toBeGreaterThan(publishesPerSecond);
  }, 60_000);
});
