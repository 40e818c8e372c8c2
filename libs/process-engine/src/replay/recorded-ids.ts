import type { IdPrefix } from '../model/ids';
import type { WorkflowEvent } from '../workflow/events';

/** Gives the ids that a history holds, in the order they were made. */
export class RecordedIds {
  constructor(private readonly events: readonly WorkflowEvent[]) {}

  /** The source of ids for the decision that begins with the event at an index; what is not on record gets a name that is none. */
  from(index: number): (prefix: IdPrefix) => string {
    const next = new Map<IdPrefix, number>();
    return (prefix) => {
      for (let at = next.get(prefix) ?? index; at < this.events.length; at += 1) {
        const event = this.events[at];
        const id = event === undefined ? undefined : idIn(event, prefix);
        if (id === undefined) continue;
        next.set(prefix, at + 1);
        return id;
      }
      return `${prefix}_not-on-record`;
    };
  }
}

/** The id an event was given when it was decided. */
function idIn(event: WorkflowEvent, prefix: IdPrefix): string | undefined {
  switch (event.type) {
    case 'approval-requested':
    case 'answers-requested':
      return prefix === 'hitl' ? event.data.request_id : undefined;
    case 'task-retry-scheduled':
    case 'timer-started':
      return prefix === 'tmr' ? event.data.timer_id : undefined;
    case 'child-started':
      return prefix === 'wf' ? event.data.workflow_id : undefined;
    case 'tasks-reset':
      return prefix === 'msg' ? event.data.note?.reference : undefined;
    default:
      return undefined;
  }
}
