import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 10;

/** How long to wait, and for what (completes the sentence "Waited 5000 ms for …"). */
export interface WaitForOptions {
  timeoutMs?: number;
  describe: string;
}

/**
 * Asks until the condition holds (anything but undefined, null or false) and returns its value. A condition that throws
 * counts as not yet; the last error is the cause of the failure. Prefer an event where there is one.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = 5_000, describe }: WaitForOptions,
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value !== undefined && value !== null && value !== false) {
        return value as Exclude<T, undefined | null | false>;
      }
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() >= deadline) {
      const reason = last instanceof Error ? ` Last error: ${last.message}` : '';
      throw new Error(`Waited ${timeoutMs} ms for ${describe}, in vain.${reason}`, { cause: last });
    }
    await delay(POLL_MS);
  }
}
