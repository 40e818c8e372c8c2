import { EventEmitter, once } from 'node:events';

/** Things that arrive one after the other, to wait for without polling. */
export class Collection<T> {
  readonly items: T[] = [];
  private readonly arrivals = new EventEmitter().setMaxListeners(0);

  add(...items: T[]): void {
    this.items.push(...items);
    this.arrivals.emit('arrival');
  }

  clear(): void {
    this.items.length = 0;
  }

  /** Resolves with all items as soon as `isEnough` holds for them; rejects, naming `describe`, after `timeoutMs`. */
  async waitUntil(
    isEnough: (items: readonly T[]) => boolean,
    describe: string,
    timeoutMs = 5_000,
  ): Promise<readonly T[]> {
    const signal = AbortSignal.timeout(timeoutMs);
    while (!isEnough(this.items)) {
      await once(this.arrivals, 'arrival', { signal }).catch((cause: unknown) => {
        throw new Error(`Waited ${timeoutMs} ms for ${describe}; ${this.items.length} arrived.`, { cause });
      });
    }
    return this.items;
  }
}
