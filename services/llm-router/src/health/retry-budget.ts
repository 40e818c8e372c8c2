/** Repeats that are free before any request was made, and the most that are saved up. */
const MOST_SAVED = 20;

/**
 * Limits repeats to a share of the requests, so that an outage is not answered with a storm of them. Every first request puts the
 * share aside, every repeat takes one out.
 */
export class RetryBudget {
  private saved = MOST_SAVED;

  /** @param share Repeats per first request, 0 to 1. */
  constructor(private readonly share: number) {}

  /** A request that is no repeat was made. */
  earn(): void {
    this.saved = Math.min(MOST_SAVED, this.saved + this.share);
  }

  /** Whether a repeat may be made. */
  spend(): boolean {
    if (this.saved < 1) return false;
    this.saved -= 1;
    return true;
  }
}
