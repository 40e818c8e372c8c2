import { SERVICE_NAMES } from '@botarmy/contracts';

import type { SeededRandom } from '../load/seeded-random';
import { crashAtPoint } from './crash-at-point';
import { CRASH_POINTS, REPRESENTATIVE_POINTS } from './crash-points';
import type { Fault, Victim } from './fault';
import { killTogether, loseJetStreamStore } from './kill-without-warning';

/** Later passages meet a service in the middle of its work rather than at its first message. */
const LATEST_PASSAGE = 4;

/** Faults of the short form; the named rows of the e2e tier suffer theirs in every run. */
const IN_SHORT = 7;

/** The simulator stands for the world outside: it keeps the count of what providers were asked. */
const SERVICES: readonly Victim[] = SERVICE_NAMES.filter((name) => name !== 'model-simulator');
const SERVERS: readonly Victim[] = ['PostgreSQL', 'nats-server'];

/**
 * The faults of a run, in an order drawn from the seed: every crash point of every service, a kill of every process, some
 * kills of several at once, and the loss of the broker's store. The short form draws a few of the representative ones.
 */
export function drawSchedule(random: SeededRandom, choice: { short: boolean; only?: string | undefined }): Fault[] {
  const { short, only } = choice;
  const points = short ? REPRESENTATIVE_POINTS : CRASH_POINTS;
  const crashes = points.map((point) => crashAtPoint(point, random.between(1, LATEST_PASSAGE)));
  const alone = (short ? SERVERS : [...SERVICES, ...SERVERS]).map((victim) => killTogether([victim]));
  const together = Array.from({ length: short ? 1 : 6 }, () => killTogether(drawVictims(random)));
  const losses = Array.from({ length: short ? 1 : 2 }, () => loseJetStreamStore);
  const all = [...crashes, ...alone, ...together, ...losses];
  const drawn = random.shuffle(only === undefined ? all : all.filter(({ name }) => name.includes(only)));
  return short ? drawn.slice(0, IN_SHORT) : drawn;
}

function drawVictims(random: SeededRandom): Victim[] {
  return random.shuffle([...SERVICES, ...SERVERS]).slice(0, random.between(2, 4));
}
