import { setTimeout as delay } from 'node:timers/promises';

import type { TimerHandle } from './clock';
import { Clock } from './clock';

/** The longest delay a Node timer takes; longer waits are made of several. */
const longestTimerMs = 2 ** 31 - 1;

/** The machine's clock. */
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }

  monotonicMs(): number {
    return performance.now();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    try {
      let remainingMs = ms;
      while (remainingMs > longestTimerMs) {
        await delay(longestTimerMs, undefined, { signal });
        remainingMs -= longestTimerMs;
      }
      await delay(remainingMs, undefined, { signal });
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  }

  setTimer(ms: number, callback: () => void): TimerHandle {
    let timer: NodeJS.Timeout;
    const arm = (remainingMs: number): void => {
      const partMs = Math.min(remainingMs, longestTimerMs);
      timer = setTimeout(() => (partMs < remainingMs ? arm(remainingMs - partMs) : callback()), partMs);
      timer.unref();
    };
    arm(ms);
    return { cancel: () => clearTimeout(timer) };
  }
}
