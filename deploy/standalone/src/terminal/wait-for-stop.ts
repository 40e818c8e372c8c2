import type { Print } from './print';

/** Why the launcher is to stop. */
export interface StopRequest {
  /** `SIGINT`, `SIGTERM`, `SIGHUP`, or what went wrong inside this process. */
  readonly reason: NodeJS.Signals | Error;
}

/** npm passes a Ctrl-C on that the terminal sent already: repeats within this time are the same key press. */
const SAME_PRESS_MS = 1_000;
const FORCED_EXIT_CODE = 130;

/** Resolves when somebody asks for an end: Ctrl-C, SIGTERM, SIGHUP, or an error nobody caught. */
export function waitForStop(): { readonly requested: Promise<StopRequest>; readonly signal: AbortSignal } {
  const controller = new AbortController();
  const requested = new Promise<StopRequest>((resolve) => {
    const request = (reason: NodeJS.Signals | Error): void => {
      resolve({ reason });
      controller.abort(reason);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, request);
    process.on('uncaughtException', request);
  });
  return { requested, signal: controller.signal };
}

/** Stops the platform while a second Ctrl-C ends this process at once. */
export async function stopWithPatience(print: Print, stop: () => Promise<void>): Promise<void> {
  const startedMs = performance.now();
  const force = (): void => {
    if (performance.now() - startedMs < SAME_PRESS_MS) return;
    print('Ended at once. The next start puts in order what was cut off.');
    process.exit(FORCED_EXIT_CODE);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, force);
  print('Stopping; press Ctrl-C again to end at once.');
  await stop();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, force);
}
