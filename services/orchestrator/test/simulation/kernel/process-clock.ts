import { Clock } from '@botarmy/chassis';
import type { TimerHandle } from '@botarmy/chassis';

import type { SimulatedProcess } from './simulated-process';

/** The clock of one process: its wall time may be wrong and may jump, its timers follow true time. */
export class ProcessClock extends Clock {
  constructor(protected readonly process: SimulatedProcess) {
    super();
  }

  now(): Date {
    return new Date(this.process.simulation.wallMs + this.process.clockOffsetMs);
  }

  monotonicMs(): number {
    return this.process.simulation.nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason as Error);
        return;
      }
      const timer = this.setTimer(ms, () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      const abort = (): void => {
        timer.cancel();
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  setTimer(ms: number, callback: () => void): TimerHandle {
    return this.process.after(ms, callback);
  }
}
