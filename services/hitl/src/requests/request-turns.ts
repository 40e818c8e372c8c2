/**
 * Lets those who answer one request take turns inside a replica, so that fifty at once do not all read, lose and read again. What
 * counts is still decided by the compare-and-set of the database.
 */
export class RequestTurns {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Runs the work after all that came before it for the same key. */
  async run<TResult>(key: string, work: () => Promise<TResult>): Promise<TResult> {
    const before = this.last.get(key) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.last.get(key) === turn) this.last.delete(key);
    }
  }
}
