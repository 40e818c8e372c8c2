import { setTimeout as delay } from 'node:timers/promises';

/** Lets a loop wait for news, or for a while; several nudges between two waits count as one. */
export class Nudge {
  private isPending = false;
  private wake: (() => void) | undefined;

  /** Ends the current wait, or the next one at once. */
  now(): void {
    this.isPending = true;
    this.wake?.();
  }

  /** Waits for a nudge, `limitMs` at most. Rejects when `signal` is aborted. */
  async wait(limitMs: number, signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    this.wake = () => woken.abort();
    if (!this.isPending) {
      await delay(limitMs, undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(() => undefined);
    }
    signal.throwIfAborted();
    this.isPending = false;
    this.wake = undefined;
  }
}
