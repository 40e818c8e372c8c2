/** Resolves after the time, or at once when the signal is aborted. */
export function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** Milliseconds before try number `attempt` (from 1): doubles from 250 to 5,000, less up to a half. */
export function backOffMs(attempt: number, random: () => number = Math.random): number {
  const longest = Math.min(250 * 2 ** (attempt - 1), 5_000);
  return Math.round(longest * (1 - random() / 2));
}
