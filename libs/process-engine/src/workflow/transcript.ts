import type { CurrentEvent, WorkflowEvent, WorkflowEventType } from './events';
import { evolve, newestVersion } from './evolve';
import type { WorkflowState } from './workflow';

type DataOf<TType extends WorkflowEventType> = Extract<CurrentEvent, { type: TType }>['data'];

/** The events of one decision as it is made, with the state they lead to. The given state is never touched. */
export class Transcript {
  private readonly recorded: WorkflowEvent[] = [];
  private current: WorkflowState | null;

  constructor(
    state: WorkflowState | null,
    private readonly now: string,
  ) {
    this.current = state;
  }

  /** The events so far. */
  get events(): readonly WorkflowEvent[] {
    return this.recorded;
  }

  /** The state after the events so far; there is one from the first event on. */
  get state(): WorkflowState {
    if (this.current === null) throw new Error('A transcript without start has no state.');
    return this.current;
  }

  /** Adds an event that happens now, in its newest version. */
  record<TType extends WorkflowEventType>(type: TType, data: DataOf<TType>): void {
    const event = { type, version: newestVersion(type), occurred_at: this.now, data } as unknown as WorkflowEvent;
    this.current = evolve(this.current, event);
    this.recorded.push(event);
  }
}
