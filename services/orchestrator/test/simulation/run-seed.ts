import { checkEnd } from './checks/final-checks';
import { drawFaultRates, NO_FAULTS } from './faults/fault-rates';
import type { FaultRates } from './faults/fault-rates';
import { scheduleMishaps } from './faults/mishaps';
import { Simulation } from './kernel/simulation';
import type { Violation } from './kernel/simulation';
import { withSeededChance } from './kernel/with-seeded-chance';
import { NO_MUTANT } from './mutants/mutant';
import type { Mutant } from './mutants/mutant';
import type { RunnerParts } from './nodes/runner-node';
import { drawSettings } from './run-settings';
import type { RunSettings } from './run-settings';
import { World } from './world';

/** How a run is made. */
export interface RunOptions {
  readonly runnerParts: RunnerParts;
  readonly mutant?: Mutant;
  /** Receives the story of the run. */
  readonly note?: (line: string) => void;
}

/** What came of a run. */
export interface RunResult {
  readonly seed: number;
  readonly violation: Violation | undefined;
  readonly events: number;
  readonly simulatedMs: number;
  /** Equal for two runs in which the same things happened. */
  readonly fingerprint: string;
}

const FAULTS_LAST_MS = 120_000;
const HORIZON_MS = 12 * 3_600_000;
const MOST_EVENTS = 60_000;
/** After the last workflow has ended: what is still on its way may not change anything. */
const AFTERWARDS_MS = 60_000;
/** How often people look whether something is still held that nobody holds any more. */
const LOOK_AFTER_MS = 60_000;

/** Runs one seed from the first event until every workflow has ended, and checks it. */
export function runSeed(seed: number, { runnerParts, mutant = NO_MUTANT, note }: RunOptions): Promise<RunResult> {
  const simulation = new Simulation(seed, note);
  return withSeededChance(simulation, async () => {
    const { random } = simulation;
    const rates = drawFaultRates(random);
    const settings = drawSettings(random);
    const wasPeaceful = isPeaceful(rates, settings);
    simulation.tell(
      () => `faults ${JSON.stringify(rates, (_key, value: unknown) => (value === 0 ? undefined : value))}`,
    );
    const world = new World({ simulation, rates, settings, mutant, runnerParts, isTold: note !== undefined });
    const faultsLastMs = random.between(FAULTS_LAST_MS / 4, FAULTS_LAST_MS);
    scheduleMishaps(world, faultsLastMs);
    simulation.after(faultsLastMs, () => calm(world));
    world.start();
    await runToEnd(world);
    if (simulation.found === undefined) checkEnd(world, wasPeaceful);
    return {
      seed,
      violation: simulation.found,
      events: simulation.events,
      simulatedMs: simulation.nowMs,
      fingerprint: `${simulation.events}/${simulation.nowMs.toFixed(6)}/${random.bits()}`,
    };
  });
}

/** Nothing goes wrong, models may be slow, and no task waits for a free runner longer than its lease. */
function isPeaceful({ modelSlow: _slow, ...others }: FaultRates, settings: RunSettings): boolean {
  const isAmple = settings.orchestrator.TASK_LEASE_SECONDS >= 30 && settings.concurrency >= settings.workflows;
  return isAmple && Object.values(others).every((rate) => rate === 0);
}

async function runToEnd(world: World): Promise<void> {
  const { simulation } = world;
  let untilMs = Number.POSITIVE_INFINITY;
  while (simulation.nowMs < untilMs && (await simulation.step())) {
    if (simulation.nowMs > HORIZON_MS || simulation.events > MOST_EVENTS) return;
    if (!world.hasProgressed) continue;
    world.hasProgressed = false;
    if (Number.isFinite(untilMs) || !hasEnded(world)) continue;
    untilMs = simulation.nowMs + AFTERWARDS_MS;
    calm(world);
  }
}

function hasEnded({ clients, checks }: World): boolean {
  return clients.every(({ workflowId }) => {
    const state = workflowId === undefined ? undefined : checks.history.folded.get(workflowId)?.state;
    return state !== undefined && state.ended_at !== null;
  });
}

/** Faults end, processes go on, and people let go what they hold. */
function calm(world: World): void {
  if (world.faults.rates !== NO_FAULTS) world.faults.calm();
  for (const { process } of world.nodes()) process.continue();
  for (const client of world.clients) client.lookAfterHeld(LOOK_AFTER_MS);
}
