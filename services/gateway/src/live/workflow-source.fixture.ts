import { createId, liveSubject, readWorkflowEvents, workflowEventRecorded } from '@botarmy/contracts';
import type { LiveDelta, WorkflowEventRecorded, WorkflowEventView } from '@botarmy/contracts';
import { outgoingMessage, Publisher } from '@botarmy/messaging';

import { refuse } from '../gateway.fixture';
import type { GatewayRig } from '../gateway.fixture';

/** What a progress says unless a test says otherwise. */
export const PROGRESS = {
  status: 'in_progress',
  progress_percent: 40,
  current_stage: 'Design',
  current_agent: 'architect',
  current_agent_name: 'Architect',
  current_task: 'Create Architecture',
  title: 'A todo application',
  agents: [{ id: 'architect', status: 'processing', progress_percent: 50, current_task: 'Create Architecture' }],
};

/** Workflows whose log the fake orchestrator keeps, and whose news a test publishes when it likes. */
export class WorkflowSource {
  private readonly logs = new Map<string, { readonly tenantId: string; readonly events: WorkflowEventView[] }>();
  private readonly publisher: Publisher;

  constructor(private readonly rig: GatewayRig) {
    this.publisher = new Publisher(rig.service('orchestrator'));
    rig.answer(readWorkflowEvents, ({ workflow_id, after_seq = 0, limit = 100 }, { tenant_id }) => {
      const log = this.logs.get(workflow_id);
      if (log === undefined || log.tenantId !== tenant_id) return refuse(404, 'workflow-not-found');
      return { events: log.events.slice(after_seq, after_seq + limit), last_seq: log.events.length };
    });
  }

  create(tenantId = 'ten_default'): string {
    const workflowId = createId('wf');
    this.logs.set(workflowId, { tenantId, events: [] });
    return workflowId;
  }

  /** Commits an event; its news is published unless a test keeps it back. */
  async record(
    workflowId: string,
    type: string,
    data: Record<string, unknown> = {},
    progress: Record<string, unknown> = {},
  ): Promise<number> {
    const event = this.commit(workflowId, type, data, progress);
    await this.publish(workflowId, event.seq);
    return event.seq;
  }

  /** Commits an event without telling anybody. */
  commit(
    workflowId: string,
    type: string,
    data: Record<string, unknown> = {},
    progress: Record<string, unknown> = {},
  ): WorkflowEventView {
    const { events } = this.log(workflowId);
    const occurred_at = '2026-01-15T10:30:00.000Z';
    const event = { seq: events.length + 1, type, occurred_at, data, progress: { ...PROGRESS, ...progress } };
    events.push(event);
    return event;
  }

  /** Publishes the news of a committed event, as often as it is called. */
  async publish(workflowId: string, seq: number): Promise<void> {
    const { tenantId, events } = this.log(workflowId);
    const event = events[seq - 1];
    if (event === undefined) throw new Error(`event ${seq} was not committed`);
    const payload: WorkflowEventRecorded = { workflow_id: workflowId, schema_version: 1, ...event };
    await this.publisher.publish(
      outgoingMessage(workflowEventRecorded, { eventId: createId('msg'), tenantId, key: [workflowId], payload }),
    );
  }

  /** A runner's delta. */
  delta(workflowId: string, offset: number, text: string, overrides: Partial<LiveDelta> = {}): void {
    const delta: LiveDelta = {
      workflow_id: workflowId,
      task_id: 'architecture',
      agent_id: 'architect',
      attempt: 1,
      turn: 1,
      offset,
      text,
      ...overrides,
    };
    const { connection } = this.rig.service('agent-runner');
    connection.publish(liveSubject(this.log(workflowId).tenantId, workflowId), JSON.stringify(delta));
  }

  private log(workflowId: string): { readonly tenantId: string; readonly events: WorkflowEventView[] } {
    const log = this.logs.get(workflowId);
    if (log === undefined) throw new Error(`${workflowId} was not created`);
    return log;
  }
}
