import { setTimeout as delay } from 'node:timers/promises';

/** Asks `probe` every `intervalMs` until it answers with something other than undefined or false; undefined after `timeoutMs`. */
export async function waitUntil<T>(
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs: number,
  intervalMs = 10,
): Promise<T | undefined> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined && answer !== false) {
      return answer;
    }
    if (performance.now() >= deadline) {
      return undefined;
    }
    await delay(intervalMs);
  }
}
