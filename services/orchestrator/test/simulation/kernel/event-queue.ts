/** Something that happens at a time. */
export interface ScheduledEvent {
  readonly timeMs: number;
  /** Decides between events of the same time. */
  readonly key: number;
  readonly ordinal: number;
  /** Undefined once it is cancelled or has happened. */
  run: (() => void) | undefined;
}

/** A binary heap of what will happen, by time, then by random key, then in order of arrival. */
export class EventQueue {
  private readonly heap: ScheduledEvent[] = [];

  get size(): number {
    return this.heap.length;
  }

  push(event: ScheduledEvent): void {
    const { heap } = this;
    let index = heap.length;
    heap.push(event);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const other = heap[parent];
      if (other === undefined || isBefore(other, event)) break;
      heap[index] = other;
      index = parent;
    }
    heap[index] = event;
  }

  /** The next event that was not cancelled. */
  pop(): ScheduledEvent | undefined {
    for (;;) {
      const next = this.popAny();
      if (next === undefined || next.run !== undefined) return next;
    }
  }

  private popAny(): ScheduledEvent | undefined {
    const { heap } = this;
    const [first] = heap;
    const last = heap.pop();
    if (last === undefined || first === last) return first;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const leftChild = heap[left];
      if (leftChild === undefined) break;
      const rightChild = heap[left + 1];
      const isRight = rightChild !== undefined && isBefore(rightChild, leftChild);
      const child = isRight ? rightChild : leftChild;
      if (isBefore(last, child)) break;
      heap[index] = child;
      index = isRight ? left + 1 : left;
    }
    heap[index] = last;
    return first;
  }
}

function isBefore(one: ScheduledEvent, other: ScheduledEvent): boolean {
  if (one.timeMs !== other.timeMs) return one.timeMs < other.timeMs;
  if (one.key !== other.key) return one.key < other.key;
  return one.ordinal < other.ordinal;
}
