import { RetryableError } from '@botarmy/chassis';

/** Runs at most so many tasks at once; a bounded number wait, further ones are refused with `RetryableError`. */
export class ConcurrencyLimit {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly maxRunning: number,
    private readonly maxWaiting: number,
  ) {}

  async run<TResult>(task: () => Promise<TResult>): Promise<TResult> {
    if (this.running < this.maxRunning) this.running += 1;
    else await this.turn();
    try {
      return await task();
    } finally {
      const next = this.waiting.shift();
      // The place passes on without being free in between, so that newcomers cannot overtake.
      if (next === undefined) this.running -= 1;
      else next();
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length >= this.maxWaiting) {
      return Promise.reject(new RetryableError('too many passwords are being checked', { retryAfterMs: 2_000 }));
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
