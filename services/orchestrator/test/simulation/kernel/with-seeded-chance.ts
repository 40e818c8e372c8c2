import crypto from 'node:crypto';

import type { Simulation } from './simulation';

/**
 * Runs something while ids, jitter and wall time come from the simulation: the code under test reads chance and time in
 * few places without a port of their own. One run at a time per thread.
 */
export async function withSeededChance<T>(simulation: Simulation, run: () => Promise<T>): Promise<T> {
  const before = { randomBytes: crypto.randomBytes, random: Math.random, now: Date.now };
  crypto.randomBytes = ((length: number) => simulation.random.bytes(length)) as typeof crypto.randomBytes;
  Math.random = () => simulation.random.fraction();
  Date.now = () => simulation.wallMs;
  try {
    return await run();
  } finally {
    crypto.randomBytes = before.randomBytes;
    Math.random = before.random;
    Date.now = before.now;
  }
}
