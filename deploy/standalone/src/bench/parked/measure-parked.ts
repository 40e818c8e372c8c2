import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { Client } from 'pg';

import { startChaosPlatform } from '../../chaos/chaos-platform';
import type { ChaosPlatformOptions } from '../../chaos/chaos-platform';
import { holdsWithin } from '../../chaos/wait-for-condition';
import { ApiClient } from '../../load/api-client';
import type { Platform } from '../../platform/platform';
import { openStateFolder } from '../../state/state-folder';
import type { Print } from '../../terminal/print';
import { difference, takeSnapshot } from '../platform-snapshot';
import { cpuMsOf } from '../spine-figures';
import { spreadOf } from './parked-figures';
import type { Memory, ParkedFigures } from './parked-figures';
import { sideBySide } from './side-by-side';
import { PARKING_PROCESS, writeParkingProcess } from './write-parking-process';

/** How much is measured. */
export interface ParkedRun extends Pick<ChaosPlatformOptions, 'caller' | 'throwAway'> {
  readonly stateDirectory: string;
  readonly workflows: number;
  /** Approvals given one at a time before all others. */
  readonly sample: number;
  readonly idleMs: number;
  /** True when the broker's store is lost between the stop and the start. */
  readonly losesStore?: boolean;
  readonly print: Print;
}

const AT_A_TIME = 32;
const WARM_UP = 20;
const ALL_PARKED_MS = 1_800_000;
const LOOK_MS = 250;
/** A service answers at once, and nobody is impatient. */
const VARIABLES = {
  SIMULATOR_LATENCY_MS: '0',
  SIMULATOR_TOKENS_PER_SECOND: '0',
  LOG_LEVEL: 'warn',
  TASK_LEASE_SECONDS: '60',
  CALL_LEASE_MS: '15000',
};

/** Parks workflows on approvals, restarts everything, has them approved, and measures what that takes. */
export async function measureParked(run: ParkedRun): Promise<Omit<ParkedFigures, 'measured_at' | 'machine'>> {
  const { stateDirectory, workflows, print } = run;
  const directory = `${stateDirectory}-processes`;
  writeParkingProcess(directory);
  const start = (): Promise<Scene> => Scene.start(run, directory);
  let scene = await start();
  try {
    await scene.park(WARM_UP, 'warm-up');
    await scene.approve(await scene.open(), AT_A_TIME);
    const empty = await scene.rest(run.idleMs);
    const startedMs = performance.now();
    await scene.park(workflows, 'parked');
    const start_seconds = (performance.now() - startedMs) / 1_000;
    const parked = await scene.rest(run.idleMs);
    print(`${workflows} workflows are parked after ${start_seconds.toFixed(0)} s.`);

    const stopping = performance.now();
    await scene.stop();
    if (run.losesStore === true) rmSync(openStateFolder(stateDirectory).nats, { recursive: true, force: true });
    const starting = performance.now();
    scene = await start();
    const startedAgain = performance.now();
    const restarted = await scene.rest(run.idleMs);
    print(`Everything was restarted in ${((startedAgain - stopping) / 1_000).toFixed(1)} s.`);

    const open = await scene.open();
    const one_at_a_time = spreadOf(await scene.approve(open.slice(0, run.sample), 1));
    const finishing = performance.now();
    const all_at_once = spreadOf(await scene.approve(open.slice(run.sample), AT_A_TIME));
    const finish_seconds = (performance.now() - finishing) / 1_000;
    const done = await scene.rest(run.idleMs);
    return {
      workflows,
      start_seconds,
      memory: { empty: empty.memory, parked: parked.memory, restarted: restarted.memory, done: done.memory },
      idle_cpu_ms_per_second: { empty: empty.cpuMs, parked: parked.cpuMs },
      restart_ms: { stop: starting - stopping, start: startedAgain - starting },
      resume_ms: { one_at_a_time, all_at_once },
      finish_seconds,
      repeated: await scene.repeated(),
    };
  } finally {
    await scene.stop();
  }
}

/** A request somebody has to answer. */
interface OpenRequest {
  readonly request_id: string;
  readonly workflow_id: string;
}

/** The platform between two restarts. */
class Scene {
  private constructor(
    private readonly platform: Platform,
    private readonly client: ApiClient,
    private readonly database: Client,
  ) {}

  static async start(run: ParkedRun, directory: string): Promise<Scene> {
    const { stateDirectory, caller, throwAway = false, print } = run;
    const variables = { ...VARIABLES, PROCESSES_DIRECTORY: directory };
    const platform = await startChaosPlatform({ stateDirectory, caller, print, variables, throwAway });
    const { url, demoUser = { email: '', password: '' } } = platform;
    const client = new ApiClient(url, demoUser, new AbortController().signal);
    await client.signIn();
    const database = new Client({ connectionString: platform.database.url });
    await database.connect();
    return new Scene(platform, client, database);
  }

  async stop(): Promise<void> {
    await this.database.end();
    await this.platform.stop();
  }

  /** Starts workflows and returns when all of them wait for a person. */
  async park(count: number, name: string): Promise<void> {
    const before = await this.waiting();
    await sideBySide([...Array(count).keys()], AT_A_TIME, async (number) => {
      const body = { project_brief: `Parking place ${number}.`, workflow_type: PARKING_PROCESS };
      await this.client.command('/api/workflows/start', body, `${name}-${number}`);
    });
    const isParked = async (): Promise<boolean> => (await this.waiting()) === before + count;
    if (!(await holdsWithin(isParked, ALL_PARKED_MS, undefined, LOOK_MS)))
      throw new Error(`${await this.waiting()} of ${before + count} workflows wait for a person.`);
  }

  /** Approves requests; returns how long each workflow took to hand out its next task, after all have ended. */
  async approve(requests: readonly OpenRequest[], atATime: number): Promise<number[]> {
    const sentAt = new Map<string, number>();
    await sideBySide(requests, atATime, async ({ request_id, workflow_id }) => {
      // Compared with times the database wrote down.
      sentAt.set(workflow_id, Date.now());
      await this.client.command(`/api/hitl/requests/${request_id}/respond`, { response: 'approved' }, request_id);
    });
    const ids = requests.map(({ workflow_id }) => workflow_id);
    const left = async (): Promise<number> =>
      this.count("orchestrator.workflow WHERE status <> 'completed' AND workflow_id = ANY ($1)", [ids]);
    if (!(await holdsWithin(async () => (await left()) === 0, ALL_PARKED_MS, undefined, LOOK_MS)))
      throw new Error(`${await left()} of ${ids.length} approved workflows did not end.`);
    const { rows } = await this.database.query<{ workflow_id: string; at: Date }>(
      `SELECT workflow_id, occurred_at AS at FROM orchestrator.workflow_event
       WHERE type = 'task-scheduled' AND data ->> 'task_id' = 'after-plan' AND workflow_id = ANY ($1)`,
      [ids],
    );
    return rows.map(({ workflow_id, at }) => at.getTime() - (sentAt.get(workflow_id) ?? 0));
  }

  /** Requests nobody has answered, the oldest first. */
  async open(): Promise<readonly OpenRequest[]> {
    const { rows } = await this.database.query<OpenRequest>(
      "SELECT request_id, workflow_id FROM hitl.hitl_request WHERE status = 'pending' ORDER BY request_id",
    );
    return rows;
  }

  /** Memory and CPU while nothing happens. */
  async rest(forMs: number): Promise<{ memory: Memory; cpuMs: number }> {
    const before = await takeSnapshot(this.platform, this.database);
    const startedMs = performance.now();
    await delay(forMs);
    const after = await takeSnapshot(this.platform, this.database);
    const cpuMs = (cpuMsOf(difference(before, after)) * 1_000) / (performance.now() - startedMs);
    const memory = Object.fromEntries([...after.processes].map(([name, { memoryBytes }]) => [name, memoryBytes]));
    return { memory, cpuMs };
  }

  /** Workflows in which something happened twice. */
  repeated(): Promise<number> {
    return this.count(`(SELECT workflow_id FROM orchestrator.workflow_event
      WHERE type IN ('task-completed', 'approval-requested', 'approval-answered', 'workflow-completed')
      GROUP BY workflow_id, type, data ->> 'task_id' HAVING count(*) > 1) AS twice`);
  }

  private waiting(): Promise<number> {
    return this.count("hitl.hitl_request WHERE status = 'pending'");
  }

  private async count(from: string, values: readonly unknown[] = []): Promise<number> {
    const { rows } = await this.database.query<{ count: string }>(`SELECT count(*) FROM ${from}`, [...values]);
    return Number(rows[0]?.count);
  }
}
