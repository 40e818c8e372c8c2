const FIRST_MS = 250;
/** Longer waits are left to the caller, who is told how long. */
export const LONGEST_WAIT_MS = 10_000;

/**
 * Milliseconds to wait before a route is tried again from its start: what the providers ask for, at least an exponential
 * pause, with jitter so that replicas do not come back together. Undefined when that is too long to wait here.
 *
 * @param random From 0 to 1.
 */
export function pauseBeforeRound(
  round: number,
  retryAfterMs: readonly (number | undefined)[],
  random: number = Math.random(),
): number | undefined {
  const asked = retryAfterMs.filter((ms) => ms !== undefined);
  // The first provider that is ready again will do.
  const soonestMs = asked.length === retryAfterMs.length ? Math.min(...asked) : 0;
  if (soonestMs > LONGEST_WAIT_MS) return undefined;
  const ownMs = FIRST_MS * 2 ** round * (0.5 + random / 2);
  return Math.max(ownMs, soonestMs * (1 + random / 10));
}
