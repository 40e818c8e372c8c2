import { Injectable } from '@nestjs/common';

import { Clock, Logger } from '@botarmy/chassis';
import type { TimerHandle } from '@botarmy/chassis';

import { RouterConfig } from '../config';
import type { HeldCall } from './call-rows';
import { CallStore } from './call-store';

/** Signs of life per lease: two may be lost. */
const SIGNS_PER_LEASE = 3;

/**
 * Keeps the calls of this process alive in the record while they run. One statement for all of them every third of a lease,
 * and only for those that have run that long: a short call costs nothing here.
 */
@Injectable()
export class CallKeeper {
  private readonly running = new Map<HeldCall, { sinceMs: number; readonly onLost: () => void }>();
  private timer: TimerHandle | undefined;

  constructor(
    private readonly store: CallStore,
    private readonly config: RouterConfig,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Calls that wait for a provider or for their settlement. */
  get size(): number {
    return this.running.size;
  }

  /** Holds a call until the returned function is called; `onLost` when it turns out to be somebody else's, or its reservation lapsed. */
  hold(call: HeldCall, onLost: () => void): () => void {
    this.running.set(call, { sinceMs: this.clock.monotonicMs(), onLost });
    this.timer ??= this.arm();
    return () => {
      this.running.delete(call);
      if (this.running.size > 0) return;
      this.timer?.cancel();
      this.timer = undefined;
    };
  }

  private arm(): TimerHandle {
    return this.clock.setTimer(this.intervalMs, () => {
      this.timer = this.arm();
      void this.extendDue();
    });
  }

  private async extendDue(): Promise<void> {
    const nowMs = this.clock.monotonicMs();
    const due = [...this.running].filter(([, { sinceMs }]) => nowMs - sinceMs >= this.intervalMs);
    if (due.length === 0) return;
    for (const [, entry] of due) entry.sinceMs = nowMs;
    try {
      const kept = await this.store.extend(due.map(([call]) => call));
      for (const [call, { onLost }] of due) if (!kept.has(call.call_id) && this.running.has(call)) onLost();
    } catch (err) {
      this.logger.warn({ err, calls: due.length }, 'signs of life could not be recorded, will retry');
    }
  }

  private get intervalMs(): number {
    return this.config.CALL_LEASE_MS / SIGNS_PER_LEASE;
  }
}
