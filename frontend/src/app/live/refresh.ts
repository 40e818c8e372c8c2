/**
 * Runs `load` when asked, one at a time: calls during a run lead to one more run after it, at least `spacingMs` later. So a burst of
 * news costs two requests, and the last news is never missed. `load` handles its own failures.
 */
export class Refresh {
  #isBusy = false;
  #isWanted = false;
  #isStopped = false;

  constructor(
    private readonly load: () => Promise<void>,
    private readonly spacingMs = 250,
  ) {}

  /** Asks for a run. */
  request(): void {
    this.#isWanted = true;
    if (!this.#isBusy) void this.#run();
  }

  /** No run begins after this. */
  stop(): void {
    this.#isStopped = true;
  }

  async #run(): Promise<void> {
    if (!this.#isWanted || this.#isStopped) return;
    this.#isWanted = false;
    this.#isBusy = true;
    try {
      await this.load();
    } finally {
      setTimeout(() => {
        this.#isBusy = false;
        void this.#run();
      }, this.spacingMs);
    }
  }
}
