import type { TimerHandle } from './clock';
import { Clock } from './clock';

/** A clock for this library's own specs: time moves only by `advance`. */
export class ManualClock extends Clock {
  private elapsedMs = 0;
  private timers: { atMs: number; callback: () => void }[] = [];

  now(): Date {
    return new Date(this.elapsedMs);
  }

  monotonicMs(): number {
    return this.elapsedMs;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.setTimer(ms, resolve));
  }

  setTimer(ms: number, callback: () => void): TimerHandle {
    const timer = { atMs: this.elapsedMs + ms, callback };
    this.timers.push(timer);
    return { cancel: () => (this.timers = this.timers.filter((candidate) => candidate !== timer)) };
  }

  /** Milliseconds until each pending timer, soonest first. */
  get pendingMs(): number[] {
    return this.timers.map((timer) => timer.atMs - this.elapsedMs).sort((a, b) => a - b);
  }

  /** Moves time, fires what is due, and lets promises settle. */
  async advance(ms: number): Promise<void> {
    this.elapsedMs += ms;
    const due = this.timers.filter((timer) => timer.atMs <= this.elapsedMs);
    this.timers = this.timers.filter((timer) => timer.atMs > this.elapsedMs);
    for (const timer of due) timer.callback();
    await settle();
  }
}

/** Lets everything that is already resolved run. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
