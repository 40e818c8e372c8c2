import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 5;

/** Asks until the condition holds. Returns false when it did not within `timeoutMs`; stops with `signal`'s reason. */
export async function holdsWithin(
  condition: () => boolean | Promise<boolean>,
  timeoutMs: number,
  signal?: AbortSignal,
  pollMs = POLL_MS,
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() >= deadline) return false;
    await delay(pollMs, undefined, { signal });
  }
  return true;
}
