/** Hands items from callbacks to one `for await` loop; what is full is the writer's business. */
export class FrameQueue<TItem> implements AsyncIterable<TItem> {
  private items: TItem[] = [];
  private ended = false;
  private wake: (() => void) | undefined;

  constructor(private readonly limit: number) {}

  /** False when the queue is full or ended; the item is then not taken. */
  push(item: TItem): boolean {
    if (this.ended || this.items.length >= this.limit) return false;
    this.items.push(item);
    this.wake?.();
    return true;
  }

  /** Removes the waiting items that do not pass. */
  keepOnly(isKept: (item: TItem) => boolean): void {
    this.items = this.items.filter(isKept);
  }

  /** The loop ends after the items that wait. */
  end(): void {
    this.ended = true;
    this.wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<TItem, void, undefined> {
    for (;;) {
      const item = this.items.shift();
      if (item !== undefined) yield item;
      else if (this.ended) return;
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}
