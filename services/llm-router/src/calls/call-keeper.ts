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
  private readonly running = new Map<HeldCall, number>();
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

  /** Holds a call until the returned function is called. */
  hold(call: HeldCall): () => void {
    this.running.set(call, this.clock.monotonicMs());
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
    const due = [...this.running].filter(([, sinceMs]) => nowMs - sinceMs >= this.intervalMs).map(([call]) => call);
    if (due.length === 0) return;
    for (const call of due) this.running.set(call, nowMs);
    try {
      await this.store.extend(due);
    } catch (err) {
      this.logger.warn({ err, calls: due.length }, 'signs of life could not be recorded, will retry');
    }
  }

  private get intervalMs(): number {
    return this.config.CALL_LEASE_MS / SIGNS_PER_LEASE;
  }
}
