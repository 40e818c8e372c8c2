import { defineEvent } from '../define-message';
import { Count, Identifier, JsonObject, Timestamp } from '../fields';

/** One event of a workflow's own log: the durable news every console and read model follows. */
export class WorkflowEventRecorded {
  @Identifier() workflow_id!: string;
  /** Version of the workflow after this event; the only sequence clients may resume by. */
  @Count({ min: 1 }) seq!: number;
  /** Engine event type, e.g. `task-completed`. */
  @Identifier() type!: string;
  @Count({ min: 1 }) schema_version!: number;
  @Timestamp() occurred_at!: string;
  @JsonObject() data!: Record<string, unknown>;
  /** What the workflow looks like after the event, so that live consoles need no second question. */
  @JsonObject() progress!: Record<string, unknown>;
}

/** Published by the orchestrator's outbox in the order of the workflow's versions. */
export const workflowEventRecorded = defineEvent({
  entity: 'workflow',
  verb: 'recorded',
  version: 1,
  payload: WorkflowEventRecorded,
  producers: ['orchestrator'],
  description: 'One event of a workflow was committed.',
});
