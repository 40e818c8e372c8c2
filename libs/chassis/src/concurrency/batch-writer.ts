import type { Clock, TimerHandle } from '../clock/clock';
import { isError } from '../errors/is-error';
import { RetryableError } from '../errors/retryable-error';

/** How a batch writer gathers and writes. */
export interface BatchWriterOptions<TItem, TResult> {
  /** Named in errors. */
  name: string;
  /** Writes a batch; resolves to one result or one `Error` per item, in order. Throwing fails the whole batch. */
  write: (items: readonly TItem[]) => Promise<ReadonlyArray<TResult | Error>>;
  /** Most items in one batch. */
  maxItems: number;
  /** Most items waiting; further ones are refused with `RetryableError`. Ten batches by default. */
  maxQueued?: number;
  /**
   * How long an item waits for company at most, besides a write in flight; a full batch never waits. 0 (the default) writes as soon as
   * the writer is free.
   */
  maxDelayMs?: number;
  /** Needed with `maxDelayMs`. */
  clock?: Clock;
}

interface Entry<TItem, TResult> {
  item: TItem;
  /** On the clock's monotonic scale; 0 without a clock. */
  addedAtMs: number;
  resolve: (result: TResult) => void;
  reject: (error: unknown) => void;
}

/**
 * Group commit: while one batch is being written the next one gathers, so a lone item is written at once and
 * a crowd shares commits. With a delay a steady trickle shares commits too. Items are written in the order they came.
 */
export class BatchWriter<TItem, TResult> {
  private readonly queue: Entry<TItem, TResult>[] = [];
  private readonly maxQueued: number;
  private writing: Promise<void> | undefined;
  private delay: TimerHandle | undefined;
  private closed = false;

  constructor(private readonly options: BatchWriterOptions<TItem, TResult>) {
    if (options.maxItems < 1) throw new Error(`${options.name}: maxItems must be at least 1`);
    if (options.maxDelayMs && options.clock === undefined) throw new Error(`${options.name}: maxDelayMs needs a clock`);
    this.maxQueued = options.maxQueued ?? options.maxItems * 10;
  }

  /** Resolves with the item's own result once its batch is written. */
  add(item: TItem): Promise<TResult> {
    if (this.closed) return Promise.reject(new RetryableError(`${this.options.name} is closed`));
    if (this.queue.length >= this.maxQueued) {
      return Promise.reject(new RetryableError(`${this.options.name} has ${this.maxQueued} items waiting`));
    }
    return new Promise<TResult>((resolve, reject) => {
      this.queue.push({ item, addedAtMs: this.options.clock?.monotonicMs() ?? 0, resolve, reject });
      this.schedule();
    });
  }

  /** Items that wait for their batch. */
  get queued(): number {
    return this.queue.length;
  }

  /** Writes everything that waits, without delay; resolves when nothing is in flight. */
  async flush(): Promise<void> {
    while (this.writing !== undefined || this.queue.length > 0) {
      this.start();
      await this.writing;
    }
  }

  /** Refuses new items and flushes. */
  async close(): Promise<void> {
    this.closed = true;
    await this.flush();
  }

  private schedule(): void {
    if (this.writing !== undefined) return;
    const restMs = this.restOfDelayMs();
    if (restMs <= 0) this.start();
    else this.delay ??= this.options.clock?.setTimer(restMs, () => this.start());
  }

  private restOfDelayMs(): number {
    const { maxDelayMs = 0, maxItems, clock } = this.options;
    const [first] = this.queue;
    if (maxDelayMs === 0 || clock === undefined || first === undefined || this.queue.length >= maxItems) return 0;
    return first.addedAtMs + maxDelayMs - clock.monotonicMs();
  }

  private start(): void {
    this.delay?.cancel();
    this.delay = undefined;
    if (this.writing !== undefined || this.queue.length === 0) return;
    this.writing = this.writeNext().finally(() => {
      this.writing = undefined;
      this.schedule();
    });
  }

  private async writeNext(): Promise<void> {
    // Items added in the same turn of the event loop belong to the same batch.
    await Promise.resolve();
    await this.writeBatch(this.queue.splice(0, this.options.maxItems));
  }

  private async writeBatch(batch: Entry<TItem, TResult>[]): Promise<void> {
    try {
      const results = await this.options.write(batch.map((entry) => entry.item));
      if (results.length !== batch.length) {
        throw new Error(`${this.options.name} wrote ${batch.length} items but answered for ${results.length}`);
      }
      batch.forEach((entry, index) => {
        const result = results[index] as TResult | Error;
        if (isError(result)) entry.reject(result);
        else entry.resolve(result);
      });
    } catch (error) {
      for (const entry of batch) entry.reject(error);
    }
  }
}
