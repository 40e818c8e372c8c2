import { setTimeout as delay } from 'node:timers/promises';

import { ApiClient } from '../load/api-client';
import { SeededRandom } from '../load/seeded-random';
import type { Platform } from '../platform/platform';
import { modelCallFigures } from './check-model-calls';
import type { ModelCallFigures } from './check-model-calls';
import { FaultError } from './fault';
import type { Fault, FaultOutcome } from './fault';
import { judge } from './judge';
import { loseJetStreamStore } from './kill-without-warning';
import type { LauncherWords } from './launcher-words';
import { Ledger } from './ledger';
import type { Observation } from './observation';
import { observeApi } from './observe-api';
import { isQuiet, observeDatabase } from './observe-database';
import { readProviderCalls } from './provider-calls';
import { standstills } from './standstill';
import { holdsWithin } from './wait-for-condition';
import { Workload } from './workload';

/** What a run of chaos does. */
export interface ChaosRun {
  readonly platform: Platform;
  readonly words: LauncherWords;
  readonly faults: readonly Fault[];
  readonly workflows: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Told about each fault as it is over. */
  readonly onFault?: (record: FaultRecord) => void;
}

/** One line of the table. */
export interface FaultRecord {
  readonly name: string;
  /** Seconds since the run began. */
  readonly atSeconds: number;
  readonly recoveredAfterMs: number | undefined;
  readonly lateResults: number;
  readonly problem: string | undefined;
}

/** What came of it. */
export interface ChaosResult {
  readonly records: readonly FaultRecord[];
  readonly violations: readonly string[];
  readonly seconds: number;
  readonly workflows: number;
  readonly commands: number;
  /** Commands that had to be sent again before somebody acknowledged them. */
  readonly repeatedCommands: number;
  readonly calls: ModelCallFigures;
  readonly missingInInsights: number;
  /** Longest standstill of the median and of the slowest workflow, in milliseconds. */
  readonly standstillMs: { readonly median: number; readonly longest: number };
}

/** The brief, ten documents, three metadata files. */
const FILES_PER_WORKFLOW = 14;
const DRAIN_MS = 180_000;
const SETTLE_MS = 30_000;
const SETTLE_POLL_MS = 200;
const LONGEST_PAUSE_MS = 1_200;

/** Runs workflows, lets the faults happen one after another, waits for all workflows to end, and compares all records. */
export async function runChaos(run: ChaosRun): Promise<ChaosResult> {
  const { platform, words, faults, seed, signal } = run;
  const startedMs = performance.now();
  const client = new ApiClient(platform.url, platform.demoUser ?? { email: '', password: '' }, signal);
  await client.signIn();
  const ledger = new Ledger();
  const random = new SeededRandom(seed);
  const workload = new Workload({ client, ledger, random, inFlight: run.workflows, runId: `chaos-${seed}` });
  workload.begin();
  const records: FaultRecord[] = [];
  const ends = { kills: {} as Record<string, number>, stops: {} as Record<string, number> };
  for (const fault of faults) {
    await delay(random.between(100, LONGEST_PAUSE_MS), undefined, { signal });
    workload.throwIfFailed();
    const atSeconds = (performance.now() - startedMs) / 1_000;
    const { outcome, problem } = await attempt(fault, run);
    for (const name of outcome?.killed ?? []) ends.kills[name] = (ends.kills[name] ?? 0) + 1;
    for (const name of outcome?.stopped ?? []) ends.stops[name] = (ends.stops[name] ?? 0) + 1;
    const record = {
      name: fault.name,
      atSeconds,
      recoveredAfterMs: outcome?.recoveredAfterMs,
      lateResults: outcome?.lateResults ?? 0,
      problem,
    };
    records.push(record);
    run.onFault?.(record);
  }
  const unfinished = await workload.drain(DRAIN_MS);
  await settle(platform, signal);
  const lostStore = faults.includes(loseJetStreamStore);
  const observation = await observe(platform, client, ledger, {
    kills: ends.kills,
    lostStore,
    unfinished,
    unexpectedEnds: words.unexplained(ends),
  });
  const problems = records.flatMap(({ name, problem }) => (problem === undefined ? [] : [`${name}: ${problem}`]));
  const pauses = standstills(observation.seen.values());
  return {
    records,
    violations: [...problems, ...judge(ledger, observation, FILES_PER_WORKFLOW)],
    seconds: (performance.now() - startedMs) / 1_000,
    workflows: ledger.workflowIds.length,
    commands: ledger.acknowledged.length,
    repeatedCommands: ledger.acknowledged.filter(({ tries }) => tries > 1).length,
    calls: modelCallFigures(observation),
    missingInInsights: observation.stored.missingInInsights,
    standstillMs: { median: pauses[Math.floor(pauses.length / 2)] ?? 0, longest: pauses.at(-1) ?? 0 },
  };
}

async function attempt(
  fault: Fault,
  { platform, words, signal }: ChaosRun,
): Promise<{ outcome?: FaultOutcome; problem?: string }> {
  try {
    return { outcome: await fault.run({ platform, words, signal }) };
  } catch (error) {
    if (error instanceof FaultError) return { problem: error.message };
    throw error;
  }
}

/** Relays and read models may be some moments behind the last answer. */
async function settle({ database }: Platform, signal: AbortSignal): Promise<void> {
  await holdsWithin(() => isQuiet(database.url), SETTLE_MS, signal, SETTLE_POLL_MS);
}

async function observe(
  platform: Platform,
  client: ApiClient,
  ledger: Ledger,
  facts: Pick<Observation, 'kills' | 'lostStore' | 'unfinished' | 'unexpectedEnds'>,
): Promise<Observation> {
  return {
    ...facts,
    seen: await observeApi(client, ledger.workflowIds),
    stored: await observeDatabase(platform.database.url),
    providerCalls: await readProviderCalls(platform.services.get('model-simulator')?.url ?? ''),
  };
}
