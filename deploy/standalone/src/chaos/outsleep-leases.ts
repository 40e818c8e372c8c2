import type { ServiceProcess } from '../services/service-process';
import { FaultError, processOf } from './fault';
import type { Fault, FaultContext, FaultOutcome } from './fault';
import { waitUntilWhole } from './kill-without-warning';
import { countRaisedLeases, countTasksHeardOf } from './observe-database';
import { readLateResults } from './read-late-results';
import { holdsWithin } from './wait-for-condition';

const IN_HAND_MS = 30_000;
/** The short lease of such a run, the reconciler's look after it, and a slow machine. */
const RAISE_MS = 7_000;
/** A task that nobody was heard of has no lease to run out; with so many others some are the sleepers'. */
const ENOUGH = 4;
const LATE_MS = 3_000;
const LOOK_MS = 50;
const MOST_TRIES = 5;

/**
 * SIGSTOP of runners until a lease of what they have in hand is over and the task was given away, then SIGCONT: what
 * they report then must not count.
 */
export function outsleepLeases(sleeping: readonly ServiceProcess[]): Fault {
  return {
    name: `SIGSTOP of ${sleeping.length} agent-runners past their leases`,
    run: async (context) => {
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const outcome = await sleepOnce(context, sleeping);
        if (outcome !== undefined) return outcome;
      }
      throw new FaultError(`in ${MOST_TRIES} tries no lease ran out while the runner was stopped.`);
    },
  };
}

/** Undefined when the runners had nothing in hand. */
async function sleepOnce(
  context: FaultContext,
  sleeping: readonly ServiceProcess[],
): Promise<FaultOutcome | undefined> {
  const { platform, signal } = context;
  const { url } = platform.database;
  const orchestrator = processOf(platform, 'orchestrator').url;
  if (!(await holdsWithin(async () => (await countTasksHeardOf(url)) >= ENOUGH, IN_HAND_MS, signal, LOOK_MS)))
    throw new FaultError(`fewer than ${ENOUGH} tasks were in hand within ${IN_HAND_MS} ms.`);
  const [raisedBefore, lateBefore] = await Promise.all([countRaisedLeases(url), readLateResults(orchestrator)]);
  let startedMs = 0;
  try {
    for (const runner of sleeping) runner.kill('SIGSTOP');
    const isRaised = async (): Promise<boolean> => (await countRaisedLeases(url)) > raisedBefore;
    if (!(await holdsWithin(isRaised, RAISE_MS, signal, LOOK_MS))) return undefined;
  } finally {
    startedMs = performance.now();
    for (const runner of sleeping) runner.kill('SIGCONT');
  }
  const late = async (): Promise<number> => (await readLateResults(orchestrator)) - lateBefore;
  await holdsWithin(async () => (await late()) > 0, LATE_MS, signal, LOOK_MS);
  await waitUntilWhole(context);
  return { killed: [], recoveredAfterMs: performance.now() - startedMs, lateResults: await late() };
}
