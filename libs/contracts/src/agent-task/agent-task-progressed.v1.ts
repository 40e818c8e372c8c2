import { defineEvent } from '../define-message';
import { Count, Identifier } from '../fields';

/** The runner is alive and still working: extends the lease. Sent every third of the lease, so short attempts send none. */
export class AgentTaskProgressed {
  @Identifier() workflow_id!: string;
  @Identifier() task_id!: string;
  @Count({ min: 1 }) attempt!: number;
  @Count({ min: 1 }) lease!: number;
  @Count({ min: 1 }) lease_seconds!: number;
}

/** The heartbeat of an attempt. */
export const agentTaskProgressed = defineEvent({
  entity: 'agent-task',
  verb: 'progressed',
  version: 1,
  payload: AgentTaskProgressed,
  producers: ['agent-runner'],
  description: 'The heartbeat of an attempt that outlives a third of its lease.',
});
