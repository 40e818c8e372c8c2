import type { Clock, TimerHandle } from '../clock/clock';
import type { Logger } from '../logging/logger';

/** A background loop of a service. */
export interface LoopOptions {
  /** Named in logs. */
  name: string;
  /** The longest pause between two rounds; nudges shorten it. */
  intervalMs: number;
  /** One round. Resolving to `true` says there is more to do at once. The signal is aborted by `stop`. */
  run: (signal: AbortSignal) => Promise<boolean | void>;
  clock: Clock;
  logger: Logger;
  /** Longest pause after failures; 2 s by default, so that a service is back soon after what it needs is. */
  maxBackoffMs?: number;
}

/** A running loop. */
export interface Loop {
  /** Runs a round now, or right after the current one. During back-off it is left to the back-off. */
  nudge(): void;
  /** Resolves when the current round has ended; no further one starts. */
  stop(): Promise<void>;
}

const firstBackoffMs = 50;

/**
 * Runs `run` at once and then on every nudge, with the interval as a safety net. Rounds never overlap. The first of a
 * series of failures is logged, and the recovery.
 */
export function startLoop(options: LoopOptions): Loop {
  const loop = new BackgroundLoop(options);
  loop.nudge();
  return { nudge: () => loop.nudge(), stop: () => loop.stop() };
}

class BackgroundLoop {
  private readonly stopping = new AbortController();
  private timer: TimerHandle | undefined;
  private round: Promise<void> | undefined;
  private isNudged = false;
  private failures = 0;

  constructor(private readonly options: LoopOptions) {}

  nudge(): void {
    this.isNudged = true;
    if (this.failures === 0) this.begin();
  }

  async stop(): Promise<void> {
    this.stopping.abort(new Error(`loop ${this.options.name} is stopping`));
    this.timer?.cancel();
    await this.round;
  }

  private begin(): void {
    if (this.round !== undefined || this.stopping.signal.aborted) return;
    this.timer?.cancel();
    this.isNudged = false;
    this.round = this.runOnce().then((isMore) => {
      this.round = undefined;
      if (this.stopping.signal.aborted) return;
      if (this.failures === 0 && (isMore || this.isNudged)) this.begin();
      else this.timer = this.options.clock.setTimer(this.pauseMs(), () => this.begin());
    });
  }

  private async runOnce(): Promise<boolean> {
    const { name, run, logger } = this.options;
    try {
      const isMore = await run(this.stopping.signal);
      if (this.failures > 0) logger.info({ loop: name, failures: this.failures }, 'background loop recovered');
      this.failures = 0;
      return isMore === true;
    } catch (err) {
      if (this.stopping.signal.aborted) return false;
      if (this.failures === 0) logger.warn({ loop: name, err }, 'background loop fails and will retry');
      this.failures += 1;
      return false;
    }
  }

  private pauseMs(): number {
    const { intervalMs, maxBackoffMs = 2_000 } = this.options;
    if (this.failures === 0) return intervalMs;
    return Math.min(maxBackoffMs, firstBackoffMs * 2 ** Math.min(this.failures - 1, 10));
  }
}
