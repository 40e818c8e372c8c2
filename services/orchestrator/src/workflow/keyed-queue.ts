/** Runs work of the same key one after another and of different keys side by side. */
export class KeyedQueue {
  private readonly tails = new Map<string, Promise<unknown>>();

  /** Resolves or rejects with the work's own result. */
  run<TResult>(key: string, work: () => Promise<TResult>): Promise<TResult> {
    const before = this.tails.get(key) ?? Promise.resolve();
    const result = before.then(work, work);
    const tail = result
      .catch(() => undefined)
      .finally(() => {
        if (this.tails.get(key) === tail) this.tails.delete(key);
      });
    this.tails.set(key, tail);
    return result;
  }

  /** Keys with work in hand. */
  get size(): number {
    return this.tails.size;
  }
}
