import { Injectable } from '@nestjs/common';

import { Clock, ShutdownHooks, shutdownOrder } from '@botarmy/chassis';
import { UnavailableError } from '@botarmy/messaging';

import { RunnerConfig } from '../config';

/** Share of the shutdown time in which tasks in hand may still end; the rest is for handing them back. */
const SHARE_FOR_WORK = 0.75;

/** Ends the work in hand early enough for its tasks to go back to the broker before the process is cut off. */
@Injectable()
export class Drain {
  private readonly handOver = new AbortController();

  constructor(
    shutdown: ShutdownHooks,
    private readonly clock: Clock,
    private readonly config: RunnerConfig,
  ) {
    // Beside the consumers' own hook, which waits for what is in hand.
    shutdown.register('drain', shutdownOrder.intake, () => this.begin());
  }

  /**
   * Waits for the work, or until a stopping service can wait no longer. The model call is left running, not cancelled:
   * the router records its answer, and the next runner gets it under the same key without paying again.
   *
   * @throws {UnavailableError} the service stops; the task is for another runner.
   */
  async wait<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.handOver;
    const { promise, reject } = Promise.withResolvers<never>();
    const stop = (): void => reject(new UnavailableError('the runner is stopping', { retryAfterMs: 0 }));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await Promise.race([work, promise]);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  private begin(): void {
    this.clock.setTimer(this.config.SHUTDOWN_TIMEOUT_MS * SHARE_FOR_WORK, () => this.handOver.abort());
  }
}
