import { setTimeout as delay } from 'node:timers/promises';

import type { LogSink, ManagedServer } from './managed-server';

/** How a supervised server is brought back. */
export interface SuperviseOptions {
  log: LogSink;
  /** Pause before the first restart; doubles with each failed one up to `maxDelayMs`. Defaults 100 ms and 5 s. */
  firstDelayMs?: number;
  maxDelayMs?: number;
  /** Called after each successful restart. */
  onRestart?: () => void;
}

/** Restarts a server whenever it ends without having been asked to. Returns the function that ends the supervision (not the server). */
export function superviseServer(server: ManagedServer, options: SuperviseOptions): () => void {
  const { log, firstDelayMs = 100, maxDelayMs = 5_000, onRestart } = options;
  const ended = new AbortController();

  const bringBack = async (): Promise<void> => {
    for (let pauseMs = firstDelayMs; !ended.signal.aborted; pauseMs = Math.min(pauseMs * 2, maxDelayMs)) {
      await delay(pauseMs, undefined, { signal: ended.signal }).catch(() => undefined);
      if (ended.signal.aborted) {
        return;
      }
      try {
        await server.restart();
        log(`${server.name} runs again (pid ${server.pid}).`);
        onRestart?.();
        return;
      } catch (error) {
        log(`${server.name} did not start again: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };

  const unsubscribe = server.onUnexpectedExit(({ code, signal }) => {
    log(`${server.name} ended unexpectedly (code ${code ?? '-'}, signal ${signal ?? '-'}); restarting it.`);
    void bringBack();
  });
  return () => {
    ended.abort();
    unsubscribe();
  };
}
