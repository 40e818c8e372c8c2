import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import type { Client } from 'pg';

import { holdsWithin } from '../chaos/wait-for-condition';
import type { ApiClient } from '../load/api-client';
import { writeBrief } from '../load/briefs';
import { SeededRandom } from '../load/seeded-random';
import type { Platform } from '../platform/platform';
import type { BenchProcess } from './bench-processes';
import { percentile } from './median';
import { difference, takeSnapshot } from './platform-snapshot';
import type { PlatformUse } from './platform-snapshot';

/** What is measured in one window. */
export interface WindowOptions {
  readonly platform: Platform;
  readonly client: ApiClient;
  readonly database: Client;
  readonly process: BenchProcess;
  /** Workflows that run at the same time. */
  readonly concurrency: number;
  /** Workflows in all. */
  readonly workflows: number;
}

/** One window: several workflows from their first to their last event. */
export interface WindowFigures {
  readonly workflows: number;
  readonly steps: number;
  readonly stepsPerSecond: number;
  readonly stepP50Ms: number;
  readonly stepP99Ms: number;
  /** What all of it took. */
  readonly use: PlatformUse;
}

const LIMIT_MS = 300_000;
const LOOK_MS = 10;
/** PostgreSQL's sessions and batching readers are at most this far behind. */
const SETTLE_MS = 1_500;

const DONE = `SELECT count(*)::integer AS count FROM orchestrator.workflow WHERE status = 'completed'`;
const STEP_TIMES = `SELECT extract(epoch FROM c.occurred_at - s.occurred_at) * 1000 AS ms
  FROM orchestrator.workflow_event c JOIN orchestrator.workflow_event s
    ON s.workflow_id = c.workflow_id AND s.type = 'task-scheduled' AND s.data ->> 'task_id' = c.data ->> 'task_id'
  WHERE c.type = 'task-completed' AND c.occurred_at >= $1`;

/** Runs workflows to their end and notes what that took. */
export async function measureWindow(options: WindowOptions): Promise<WindowFigures> {
  const { platform, database, workflows } = options;
  const before = await takeSnapshot(platform, database);
  const since = new Date();
  const { seconds, looks } = await runWorkflows(options);
  await delay(SETTLE_MS);
  const use = difference(before, await takeSnapshot(platform, database));
  const { rows } = await database.query<{ ms: string }>(STEP_TIMES, [since]);
  const times = rows.map(({ ms }) => Number(ms));
  return {
    workflows,
    steps: times.length,
    stepsPerSecond: times.length / seconds,
    stepP50Ms: percentile(times, 50),
    stepP99Ms: percentile(times, 99),
    // Looking whether it was over is no part of it.
    use: { ...use, transactions: use.transactions - looks },
  };
}

/** Seconds from the first start to the last completion, and how many transactions looking at that took. */
async function runWorkflows(options: WindowOptions): Promise<{ seconds: number; looks: number }> {
  const { client, database, process, concurrency, workflows } = options;
  let looks = 0;
  const done = async (): Promise<number> => {
    looks += 1;
    return (await database.query<{ count: number }>(DONE)).rows[0]?.count ?? 0;
  };
  const doneBefore = await done();
  const startedMs = performance.now();
  let started = 0;
  let ended = 0;
  const isOver = async (): Promise<boolean> => {
    ended = (await done()) - doneBefore;
    const free = Math.min(concurrency - (started - ended), workflows - started);
    await Promise.all(Array.from({ length: free }, () => start(client, process, (started += 1))));
    return ended >= workflows;
  };
  if (!(await holdsWithin(isOver, LIMIT_MS, undefined, LOOK_MS))) {
    throw new Error(`only ${ended} of ${workflows} workflows ended within ${LIMIT_MS} ms`);
  }
  return { seconds: (performance.now() - startedMs) / 1_000, looks };
}

async function start(client: ApiClient, process: BenchProcess, number: number): Promise<void> {
  const body = { project_brief: writeBrief(number, new SeededRandom(number)), workflow_type: process.name };
  await client.command('/api/workflows/start', body, randomUUID());
}
