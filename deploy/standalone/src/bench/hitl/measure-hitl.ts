import { setTimeout as delay } from 'node:timers/promises';

import { Client } from 'pg';

import { startChaosPlatform } from '../../chaos/chaos-platform';
import type { ChaosPlatformOptions } from '../../chaos/chaos-platform';
import { holdsWithin } from '../../chaos/wait-for-condition';
import { ApiClient } from '../../load/api-client';
import type { Platform } from '../../platform/platform';
import type { Print } from '../../terminal/print';
import { spreadOf } from '../parked/parked-figures';
import type { Memory, Spread } from '../parked/parked-figures';
import { sideBySide } from '../parked/side-by-side';
import { PARKING_PROCESS, writeParkingProcess } from '../parked/write-parking-process';
import { difference, takeSnapshot } from '../platform-snapshot';
import { cpuMsOf } from '../spine-figures';
import { fillRequests, passDeadlines } from './fill-requests';
import type { WaitingFigures } from './hitl-figures';

/** How much is measured. */
export interface HitlRun extends Pick<ChaosPlatformOptions, 'caller' | 'throwAway'> {
  readonly stateDirectory: string;
  /** Numbers of waiting requests, ascending. */
  readonly scales: readonly number[];
  readonly inboxes: number;
  readonly decisions: number;
  readonly deadlines: number;
  readonly idleMs: number;
  readonly print: Print;
}

const AT_A_TIME = 16;
const PATIENCE_MS = 120_000;
const LOOK_MS = 100;
const VARIABLES = { SIMULATOR_LATENCY_MS: '0', SIMULATOR_TOKENS_PER_SECOND: '0', LOG_LEVEL: 'warn' };

/** Measures what waiting requests cost, and what they slow down, at every number of them. */
export async function measureHitl(run: HitlRun): Promise<WaitingFigures[]> {
  const { stateDirectory, caller, throwAway = false, print } = run;
  const directory = `${stateDirectory}-processes`;
  writeParkingProcess(directory);
  const variables = { ...VARIABLES, PROCESSES_DIRECTORY: directory };
  const platform = await startChaosPlatform({ stateDirectory, caller, print, variables, throwAway });
  const database = new Client({ connectionString: platform.database.url });
  try {
    await database.connect();
    const { url, demoUser = { email: '', password: '' } } = platform;
    const client = new ApiClient(url, demoUser, new AbortController().signal);
    await client.signIn();
    const scene = new Scene(run, platform, client, database);
    const figures: WaitingFigures[] = [];
    let filled = 0;
    for (const waiting of run.scales) {
      await fillRequests(database, filled + 1, waiting - filled);
      filled = waiting;
      figures.push(await scene.measure(waiting));
      print(`Measured with ${waiting} requests waiting.`);
    }
    return figures;
  } finally {
    await database.end();
    await platform.stop();
  }
}

class Scene {
  private parked = 0;

  constructor(
    private readonly run: HitlRun,
    private readonly platform: Platform,
    private readonly client: ApiClient,
    private readonly database: Client,
  ) {}

  async measure(waiting: number): Promise<WaitingFigures> {
    const { inboxes, decisions, deadlines } = this.run;
    // The first of everything is slower for other reasons than the number that waits.
    await this.reads('/api/hitl/requests?mine=true&limit=50', 10);
    const inbox_ms = await this.reads('/api/hitl/requests?mine=true&limit=50', inboxes);
    const counts_ms = await this.reads('/api/hitl/counts?mine=true', Math.ceil(inboxes / 4));
    const decision_ms = await this.decisions(decisions);
    const passed = Math.min(deadlines, waiting);
    const ms = passed === 0 ? 0 : await passDeadlines(this.database, passed, (left) => this.until(left));
    const { memory, cpuMs } = await this.rest();
    return {
      waiting,
      memory,
      idle_cpu_ms_per_second: cpuMs,
      inbox_ms,
      counts_ms,
      decision_ms,
      deadlines: { count: passed, ms },
    };
  }

  private async reads(path: string, count: number): Promise<Spread> {
    const times: number[] = [];
    for (let number = 0; number < count; number += 1) {
      const startedMs = performance.now();
      await this.client.read(path);
      times.push(performance.now() - startedMs);
    }
    return spreadOf(times);
  }

  /** Parks real workflows, then approves them one at a time. */
  private async decisions(count: number): Promise<Spread> {
    const started: string[] = [];
    const from = this.parked;
    this.parked += count;
    await sideBySide([...Array(count).keys()], AT_A_TIME, async (number) => {
      const body = { project_brief: `Waiting place ${from + number}.`, workflow_type: PARKING_PROCESS };
      const key = `bench-${from + number}`;
      const { reply } = await this.client.command<{ workflow_id: string }>('/api/workflows/start', body, key);
      started.push(reply.workflow_id);
    });
    const open = async (): Promise<{ request_id: string; workflow_id: string }[]> => {
      const { rows } = await this.database.query<{ request_id: string; workflow_id: string }>(
        "SELECT request_id, workflow_id FROM hitl.hitl_request WHERE status = 'pending' AND workflow_id = ANY ($1)",
        [started],
      );
      return rows;
    };
    await this.until(async () => count - (await open()).length);
    const sentAt = new Map<string, number>();
    for (const { request_id, workflow_id } of await open()) {
      // Compared with times the database wrote down.
      sentAt.set(workflow_id, Date.now());
      await this.client.command(`/api/hitl/requests/${request_id}/respond`, { response: 'approved' }, request_id);
      await this.until(async () => ((await this.nextTasks([workflow_id])).length === 0 ? 1 : 0));
    }
    const times = (await this.nextTasks(started)).map(
      ({ workflow_id, at }) => at.getTime() - (sentAt.get(workflow_id) ?? 0),
    );
    return spreadOf(times);
  }

  private async nextTasks(workflows: readonly string[]): Promise<{ workflow_id: string; at: Date }[]> {
    const { rows } = await this.database.query<{ workflow_id: string; at: Date }>(
      `SELECT workflow_id, occurred_at AS at FROM orchestrator.workflow_event
       WHERE type = 'task-scheduled' AND data ->> 'task_id' = 'after-plan' AND workflow_id = ANY ($1)`,
      [workflows],
    );
    return rows;
  }

  private async rest(): Promise<{ memory: Memory; cpuMs: number }> {
    const before = await takeSnapshot(this.platform, this.database);
    const startedMs = performance.now();
    await delay(this.run.idleMs);
    const after = await takeSnapshot(this.platform, this.database);
    const cpuMs = (cpuMsOf(difference(before, after)) * 1_000) / (performance.now() - startedMs);
    return {
      memory: Object.fromEntries([...after.processes].map(([name, { memoryBytes }]) => [name, memoryBytes])),
      cpuMs,
    };
  }

  private async until(left: () => Promise<number>): Promise<void> {
    const isDone = async (): Promise<boolean> => (await left()) === 0;
    if (!(await holdsWithin(isDone, PATIENCE_MS, undefined, LOOK_MS)))
      throw new Error(`${await left()} are left after ${PATIENCE_MS} ms.`);
  }
}
