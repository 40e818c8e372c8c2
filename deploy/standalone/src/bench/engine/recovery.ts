import { randomUUID } from 'node:crypto';

import type { Client } from 'pg';

import { killAll } from '../../chaos/child-processes';
import { processOf } from '../../chaos/fault';
import { readProviderCalls } from '../../chaos/provider-calls';
import { holdsWithin } from '../../chaos/wait-for-condition';
import type { ApiClient } from '../../load/api-client';
import { writeBrief } from '../../load/briefs';
import { SeededRandom } from '../../load/seeded-random';
import type { Platform } from '../../platform/platform';
import { waitUntilReady } from '../../services/wait-until-ready';
import type { BenchProcess } from '../bench-processes';

/** What `kill -9` of the orchestrator in the middle of everything came to. */
export interface RecoveryFigures {
  readonly workflows: number;
  /** Steps done when it was killed, and when it was ready again. */
  readonly steps_before: number;
  readonly steps_at_restart: number;
  readonly steps: number;
  /** Milliseconds from the kill to the moment it is ready again. */
  readonly restart_ms: number;
  /** Milliseconds from there until the last of them had ended. */
  readonly rest_ms: number;
  readonly completed: number;
  /** Requests a provider received beyond the first of each call. */
  readonly calls_paid_twice: number;
}

const WORKFLOWS = 64;
const LIMIT_MS = 180_000;
const COUNTS = `SELECT
  (SELECT count(*)::integer FROM orchestrator.workflow WHERE status = 'completed' AND workflow_id = ANY ($1)) AS workflows,
  (SELECT count(*)::integer FROM orchestrator.workflow_event WHERE type = 'task-completed' AND workflow_id = ANY ($1)) AS steps`;

/** Starts workflows, kills the orchestrator when a third of the work is done, and waits for the rest. */
export async function measureRecovery(options: {
  readonly platform: Platform;
  readonly client: ApiClient;
  readonly database: Client;
  readonly process: BenchProcess;
}): Promise<RecoveryFigures> {
  const { platform, client, database, process } = options;
  const callsBefore = await duplicates(platform);
  const start = async (number: number): Promise<string> => {
    const body = { project_brief: writeBrief(number, new SeededRandom(number)), workflow_type: process.name };
    return (await client.command<{ workflow_id: string }>('/api/workflows/start', body, randomUUID())).reply
      .workflow_id;
  };
  const ids = await Promise.all(Array.from({ length: WORKFLOWS }, (_, number) => start(number)));
  const counts = async () => (await database.query<{ workflows: number; steps: number }>(COUNTS, [ids])).rows[0];
  const steps = WORKFLOWS * process.steps;
  await holdsWithin(async () => ((await counts())?.steps ?? 0) >= steps / 3, LIMIT_MS);
  const orchestrator = processOf(platform, 'orchestrator');
  const { pid } = orchestrator;
  const stepsBefore = (await counts())?.steps ?? 0;
  const killedMs = performance.now();
  killAll([pid]);
  await holdsWithin(() => orchestrator.pid !== pid, LIMIT_MS);
  await waitUntilReady(orchestrator.url, AbortSignal.timeout(LIMIT_MS));
  const readyMs = performance.now();
  const stepsAtRestart = (await counts())?.steps ?? 0;
  await holdsWithin(async () => (await counts())?.workflows === WORKFLOWS, LIMIT_MS);
  return {
    workflows: WORKFLOWS,
    steps_before: stepsBefore,
    steps_at_restart: stepsAtRestart,
    steps,
    restart_ms: readyMs - killedMs,
    rest_ms: performance.now() - readyMs,
    completed: (await counts())?.workflows ?? 0,
    calls_paid_twice: (await duplicates(platform)) - callsBefore,
  };
}

async function duplicates(platform: Platform): Promise<number> {
  const simulator = platform.services.get('model-simulator');
  if (simulator === undefined) throw new Error('the platform has no simulated provider');
  const calls = await readProviderCalls(simulator.url);
  return calls.length - new Set(calls).size;
}
