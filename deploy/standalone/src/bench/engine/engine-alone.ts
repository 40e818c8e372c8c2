import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { findCheckout } from '../../checkout';
import { median } from '../median';
import { runBareLoop } from './bare-loop';
import { useBetween } from './engine-database';
import type { EngineDatabase } from './engine-database';
import { perStep } from './step-figures';
import type { MeasuredSteps, StepFigures } from './step-figures';

/** Bytes of a step's result. */
export const RESULT_BYTES = 2_048;
const STEPS = 10;
/** Workflows at a time; enough in all that a window lasts some seconds. */
const SIZES = [
  { concurrency: 1, workflows: 40 },
  { concurrency: 16, workflows: 320 },
  { concurrency: 64, workflows: 640 },
  { concurrency: 256, workflows: 768 },
] as const;
/** Steps of one history, and how many such histories. */
const HISTORIES = [
  { steps: 10, workflows: 160 },
  { steps: 100, workflows: 16 },
  { steps: 1_000, workflows: 4 },
] as const;
const AT_A_TIME_IN_HISTORIES = 4;
/** PostgreSQL's sessions report this late. */
const SETTLE_MS = 1_200;

/** Everything that was measured without services. */
export interface AloneFigures {
  readonly bare: StepFigures;
  readonly bare_grouped: StepFigures;
  readonly engine: readonly (StepFigures & { readonly concurrency: number })[];
  readonly histories: readonly (StepFigures & { readonly history: number; readonly event_bytes: number })[];
  /** Milliseconds to load a workflow of 1,000 steps that nobody remembers. */
  readonly load_ms: number;
}

/** Measures the bare loops, then the engine on the same server. */
export async function measureAlone(database: EngineDatabase): Promise<AloneFigures> {
  const loop = { workflows: 640, steps: STEPS, concurrency: 64, resultBytes: RESULT_BYTES };
  const bareLoop = (isGrouped: boolean) => measured(database, () => runBareLoop(database.ownerUrl, loop, isGrouped));
  await runBareLoop(database.ownerUrl, { ...loop, workflows: 64 }, false);
  const bare = await bareLoop(false);
  const bareGrouped = await bareLoop(true);
  const script = join(findCheckout(), 'tools/bench/engine-and-store.cjs');
  const child = fork(script, [database.serviceUrl, String(RESULT_BYTES)], { stdio: 'inherit' });
  try {
    await once(child, 'message');
    const run = (order: object): Promise<MeasuredSteps> => ask<MeasuredSteps>(child, { kind: 'run', ...order });
    await run({ steps: STEPS, concurrency: 64, workflows: 256 });
    const engine: AloneFigures['engine'][number][] = [];
    for (const { concurrency, workflows } of SIZES) {
      const figures = await measured(database, () => run({ steps: STEPS, concurrency, workflows }));
      engine.push({ concurrency, ...figures });
    }
    const histories: AloneFigures['histories'][number][] = [];
    for (const { steps, workflows } of HISTORIES) {
      const order = { steps, concurrency: AT_A_TIME_IN_HISTORIES, workflows };
      const eventsBefore = await database.eventBytes(`bench-${steps}`);
      const figures = await measured(database, () => run(order));
      const eventBytes = (await database.eventBytes(`bench-${steps}`)) - eventsBefore;
      histories.push({ history: steps, event_bytes: eventBytes / figures.steps, ...figures });
    }
    const { times } = await ask<{ times: number[] }>(child, { kind: 'load', steps: 1_000 });
    return { bare, bare_grouped: bareGrouped, engine, histories, load_ms: median(times) };
  } finally {
    child.disconnect();
  }
}

async function measured(database: EngineDatabase, run: () => Promise<MeasuredSteps>): Promise<StepFigures> {
  await database.checkpoint();
  await delay(SETTLE_MS);
  const before = await database.use();
  const steps = await run();
  await delay(SETTLE_MS);
  return perStep(steps, useBetween(before, await database.use()));
}

async function ask<TAnswer>(child: ChildProcess, order: object): Promise<TAnswer> {
  const answered = once(child, 'message') as Promise<[TAnswer & { readonly error?: string }]>;
  child.send(order);
  const [answer] = await answered;
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
}
