/** How far back a late event is told from a repeated one. */
const WINDOW = 64;

/** How an event relates to those before it. */
export type Arrival = 'next' | 'late' | 'repeated';

/** What the hub remembers of one workflow to tell news from repetition. */
export class WorkflowMemory {
  /** Last status told, by agent. */
  readonly agents = new Map<string, string>();
  /** Open requests: who asks, and what. */
  readonly requests = new Map<string, { readonly agentId: string | null; readonly title: string }>();
  private newest = 0;
  private readonly seen = new Set<number>();

  /** Notes an event. Late means: later ones were told already, so its picture of the whole is out of date. */
  note(seq: number): Arrival {
    if (seq > this.newest) {
      this.newest = seq;
      this.seen.add(seq);
      for (const old of this.seen) if (old <= this.newest - WINDOW) this.seen.delete(old);
      return 'next';
    }
    if (seq <= this.newest - WINDOW || this.seen.has(seq)) return 'repeated';
    this.seen.add(seq);
    return 'late';
  }
}

/** Memories of the workflows heard of last. */
export class WorkflowMemories {
  private readonly memories = new Map<string, WorkflowMemory>();

  constructor(private readonly most: number) {}

  of(tenantId: string, workflowId: string): WorkflowMemory {
    const key = `${tenantId}.${workflowId}`;
    const memory = this.memories.get(key) ?? new WorkflowMemory();
    this.memories.delete(key);
    this.memories.set(key, memory);
    if (this.memories.size > this.most) {
      const [oldest] = this.memories.keys();
      if (oldest !== undefined) this.memories.delete(oldest);
    }
    return memory;
  }
}
