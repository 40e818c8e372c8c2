import type { Random } from '../kernel/random';

/** How often each thing goes wrong in one run. Probabilities per occasion unless a name says otherwise. */
export interface FaultRates {
  /** A statement never reaches the database. */
  databaseLost: number;
  /** A commit happened, but its answer is lost. */
  commitUnknown: number;
  /** Times in a run at which the database is away for some seconds. */
  databaseOutages: number;
  /** A process ends right before or right after something it asks of another one. */
  crashAtCall: number;
  /** Times in a run at which some process ends, wherever it is. */
  crashes: number;
  /** Times in a run at which a process is stopped and goes on past its lease. */
  stops: number;
  /** Times in a run at which a wall clock jumps by up to an hour. */
  clockJumps: number;
  publishLost: number;
  /** The stream has the message, but its confirmation is lost. */
  publishUnknown: number;
  deliveryLost: number;
  deliveryDuplicated: number;
  /** Another than the oldest message is delivered first. */
  reordered: number;
  /** A message takes up to three minutes. */
  delayed: number;
  acknowledgementLost: number;
  /** A message the stream confirmed is gone. */
  vanished: number;
  /** Times in a run at which the broker loses its whole store, sequence numbers included. */
  wipes: number;
  /** A question to another service, or its answer, is lost. */
  askLost: number;
  modelBusy: number;
  modelBroken: number;
  modelSlow: number;
  modelGarbage: number;
  modelPartial: number;
  modelWithholds: number;
  /** The router ends while a provider writes. */
  routerCrash: number;
  /** Several people answer, and not the same. */
  contradictoryAnswers: number;
  /** Times in a run at which a person pauses, cancels, retries, skips, restarts, edits or has stale work done again. */
  interventions: number;
  /** A client repeats a command although it was answered. */
  repeatedCommands: number;
  /** Times in a run at which a new version of the process is published. */
  processChanges: number;
  /** Times in a run at which somebody publishes a report in another tenant's name. */
  forgeries: number;
}

/** Nothing goes wrong. */
export const NO_FAULTS: FaultRates = {
  databaseLost: 0,
  commitUnknown: 0,
  databaseOutages: 0,
  crashAtCall: 0,
  crashes: 0,
  stops: 0,
  clockJumps: 0,
  publishLost: 0,
  publishUnknown: 0,
  deliveryLost: 0,
  deliveryDuplicated: 0,
  reordered: 0,
  delayed: 0,
  acknowledgementLost: 0,
  vanished: 0,
  wipes: 0,
  askLost: 0,
  modelBusy: 0,
  modelBroken: 0,
  modelSlow: 0,
  modelGarbage: 0,
  modelPartial: 0,
  modelWithholds: 0,
  routerCrash: 0,
  contradictoryAnswers: 0,
  interventions: 0,
  repeatedCommands: 0,
  processChanges: 0,
  forgeries: 0,
};

/** The highest rate of each fault: a probability, or a number of times per run. */
const HIGHEST: FaultRates = {
  databaseLost: 0.3,
  commitUnknown: 0.3,
  databaseOutages: 3,
  crashAtCall: 0.06,
  crashes: 5,
  stops: 3,
  clockJumps: 4,
  publishLost: 0.3,
  publishUnknown: 0.3,
  deliveryLost: 0.3,
  deliveryDuplicated: 0.5,
  reordered: 0.7,
  delayed: 0.2,
  acknowledgementLost: 0.4,
  vanished: 0.3,
  wipes: 3,
  askLost: 0.3,
  modelBusy: 0.3,
  modelBroken: 0.3,
  modelSlow: 0.5,
  modelGarbage: 0.4,
  modelPartial: 0.3,
  modelWithholds: 0.05,
  routerCrash: 0.2,
  contradictoryAnswers: 1,
  interventions: 8,
  repeatedCommands: 0.7,
  processChanges: 2,
  forgeries: 2,
};

/** Faults that come so many times per run, instead of with a probability per occasion. */
export const TIMES: readonly (keyof FaultRates)[] = [
  'databaseOutages',
  'crashes',
  'stops',
  'clockJumps',
  'wipes',
  'interventions',
  'processChanges',
  'forgeries',
];

/**
 * Draws the faults of one run. Some runs have none or only slow models, some a single kind at its highest rate, most a handful at various
 * rates: what only shows when everything else works is found as well as what needs company.
 */
export function drawFaultRates(random: Random): FaultRates {
  const names = Object.keys(HIGHEST) as (keyof FaultRates)[];
  const rates = { ...NO_FAULTS };
  const style = random.fraction();
  if (style < 0.03) return rates;
  if (style < 0.08) return { ...rates, modelSlow: HIGHEST.modelSlow };
  if (style < 0.3) {
    const name = random.pick(names);
    rates[name] = HIGHEST[name];
    return rates;
  }
  const share = random.logarithmic(0.1, 0.6);
  for (const name of names) {
    if (!random.chance(share)) continue;
    rates[name] = TIMES.includes(name)
      ? random.between(1, HIGHEST[name])
      : random.logarithmic(HIGHEST[name] / 20, HIGHEST[name]);
  }
  return rates;
}
