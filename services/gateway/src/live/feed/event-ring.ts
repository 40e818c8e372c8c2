import type { WorkflowEventView } from '@botarmy/contracts';

const MOST_EVENTS = 512;
const MOST_CHARACTERS = 1024 * 1024;

/** One event of a workflow, written once for every subscriber. */
export interface RingEntry {
  readonly seq: number;
  /** The `workflow_event` frame. */
  readonly text: string;
}

/** An event as the frame its subscribers get. */
export function eventFrame(workflowId: string, event: WorkflowEventView): RingEntry {
  const { seq } = event;
  return { seq, text: JSON.stringify({ type: 'workflow_event', workflow_id: workflowId, seq, event }) };
}

/** The newest events of one watched workflow, without a gap, bounded in number and size. */
export class EventRing {
  private entries: RingEntry[] = [];
  private characters = 0;

  /** @param lastSeq Version the ring begins after. */
  constructor(private newest: number) {}

  get lastSeq(): number {
    return this.newest;
  }

  /** Adds the next event. Throws when it is not the next one: a gap would go unnoticed. */
  append(entry: RingEntry): void {
    if (entry.seq !== this.newest + 1) throw new Error(`event ${entry.seq} does not follow ${this.newest}`);
    this.newest = entry.seq;
    this.entries.push(entry);
    this.characters += entry.text.length;
    while (this.entries.length > MOST_EVENTS || (this.characters > MOST_CHARACTERS && this.entries.length > 1)) {
      this.characters -= this.entries.shift()?.text.length ?? 0;
    }
  }

  /** At most `limit` events after a version; undefined when the ring no longer reaches back so far. */
  after(seq: number, limit: number): readonly RingEntry[] | undefined {
    const first = this.entries[0]?.seq ?? this.newest + 1;
    if (seq + 1 < first) return undefined;
    return this.entries.slice(seq + 1 - first, seq + 1 - first + limit);
  }
}
