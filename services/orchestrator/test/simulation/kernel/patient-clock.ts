import type { TimerHandle } from '@botarmy/chassis';

import { ProcessClock } from './process-clock';
import type { SimulatedProcess } from './simulated-process';

/** What a loop looks for at intervals. */
export interface LookedFor {
  /** Milliseconds from now until there is something to find; 0 when there is, infinite when nothing is in sight. */
  readonly inMs: () => number;
  /** Calls back whenever that may have changed, until the returned function is called. */
  readonly onChange: (changed: () => void) => () => void;
}

/**
 * A clock for a loop that does nothing but look: intervals in which it would find nothing are left out, which nobody can
 * tell from looking in vain. Simulated hours then cost no more than what happens in them.
 */
export class PatientClock extends ProcessClock {
  constructor(
    process: SimulatedProcess,
    private readonly lookedFor: LookedFor,
  ) {
    super(process);
  }

  override setTimer(ms: number, callback: () => void): TimerHandle {
    const { lookedFor } = this;
    const fire = (): void => {
      forget();
      callback();
    };
    let waitMs = this.waitFor(ms);
    let dueMs = this.monotonicMs() + waitMs;
    let timer = Number.isFinite(waitMs) ? super.setTimer(waitMs, fire) : undefined;
    const forget = lookedFor.onChange(() => {
      if (!this.process.isAlive) return forget();
      waitMs = this.waitFor(ms);
      if (this.monotonicMs() + waitMs >= dueMs) return;
      timer?.cancel();
      dueMs = this.monotonicMs() + waitMs;
      timer = super.setTimer(waitMs, fire);
    });
    return {
      cancel: () => {
        forget();
        timer?.cancel();
      },
    };
  }

  private waitFor(ms: number): number {
    const inMs = this.lookedFor.inMs();
    return inMs <= 0 ? ms : inMs + ms / 2;
  }
}
