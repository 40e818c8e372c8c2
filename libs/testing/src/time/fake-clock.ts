import type { Clock, TimerHandle } from '@botarmy/chassis';

interface PendingTimer {
  dueMs: number;
  callback: () => void;
}

/** A clock that stands still until a test moves it. Timers and sleeps fire in the order they are due. */
export class FakeClock implements Clock {
  private elapsedMs = 0;
  private readonly startMs: number;
  private readonly timers = new Set<PendingTimer>();

  /** @param start wall time at the beginning, ISO 8601 or a Date. */
  constructor(start: Date | string = '2026-01-01T00:00:00.000Z') {
    this.startMs = new Date(start).getTime();
  }

  /** Timers and sleeps that wait. */
  get pendingTimers(): number {
    return this.timers.size;
  }

  now(): Date {
    return new Date(this.startMs + this.elapsedMs);
  }

  monotonicMs(): number {
    return this.elapsedMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const onAbort = (): void => {
        timer.cancel();
        reject(signal?.reason as Error);
      };
      const timer = this.setTimer(ms, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  setTimer(ms: number, callback: () => void): TimerHandle {
    const timer: PendingTimer = { dueMs: this.elapsedMs + Math.max(0, ms), callback };
    this.timers.add(timer);
    return { cancel: () => void this.timers.delete(timer) };
  }

  /**
   * Moves time forward by `ms`, firing what becomes due on the way at its own time. After each firing, promise chains
   * run on, so that a loop that sleeps again is met by the same call.
   */
  async advance(ms: number): Promise<void> {
    const targetMs = this.elapsedMs + ms;
    await settle();
    for (let timer = this.nextDue(targetMs); timer !== undefined; timer = this.nextDue(targetMs)) {
      this.timers.delete(timer);
      this.elapsedMs = timer.dueMs;
      timer.callback();
      await settle();
    }
    this.elapsedMs = targetMs;
  }

  private nextDue(limitMs: number): PendingTimer | undefined {
    let next: PendingTimer | undefined;
    for (const timer of this.timers) {
      if (timer.dueMs <= limitMs && (next === undefined || timer.dueMs < next.dueMs)) {
        next = timer;
      }
    }
    return next;
  }
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
