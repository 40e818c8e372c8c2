import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';

import { Clock, Logger, ShutdownHooks, shutdownOrder, startLoop } from '@botarmy/chassis';
import { OutboxRelay } from '@botarmy/messaging';

import { decideTick } from '../policy/decide-tick';
import { advanceBy } from './advance';
import { governed } from './governed-request';
import { RequestStore } from './request-store';
import type { DueRow } from './request-store';
import { RequestsMetrics } from './requests.metrics';

const INTERVAL_MS = 500;
const BATCH_SIZE = 200;

/**
 * Reminders, escalations and deadlines. What is due stands in PostgreSQL, so nothing is kept in memory while people think, and any
 * number of replicas may look: each change names the revision it was decided on, so all of it happens once.
 */
@Injectable()
export class DueRequests implements OnApplicationBootstrap {
  constructor(
    private readonly store: RequestStore,
    private readonly relay: OutboxRelay,
    private readonly metrics: RequestsMetrics,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly shutdown: ShutdownHooks,
  ) {}

  onApplicationBootstrap(): void {
    const { clock, logger } = this;
    const loop = startLoop({
      name: 'hitl-due-requests',
      intervalMs: INTERVAL_MS,
      run: () => this.look(),
      clock,
      logger,
    });
    this.shutdown.register('hitl-due-requests', shutdownOrder.intake, () => loop.stop());
  }

  /** One look; true when there may be more at once. */
  async look(): Promise<boolean> {
    const now = this.clock.now();
    const rows = await this.store.due(now, BATCH_SIZE);
    if (rows.length === 0) return false;
    const changes = rows.map((row) => {
      const request = governed(columnsOf(row));
      return { request, facts: decideTick(request.policy, request.state, now) };
    });
    const outcomes = await this.store.advance(changes.map(({ request, facts }) => advanceBy(request, facts, now)));
    this.relay.nudge();
    changes.forEach(({ request, facts }, index) => {
      if (outcomes[index] !== 'advanced') return;
      const types = facts.map(({ type }) => type);
      for (const type of types) this.metrics.happened(type);
      const { requestId: request_id, workflowId: workflow_id } = request;
      this.logger.info({ request_id, workflow_id, happened: types }, 'time moved a request on');
    });
    return rows.length === BATCH_SIZE;
  }
}

function columnsOf(row: DueRow) {
  return {
    tenantId: row.tenant_id,
    requestId: row.request_id,
    workflowId: row.workflow_id,
    agentId: row.agent_id,
    title: row.title,
    binding: row.binding,
    bound: row.bound,
    revision: row.revision,
    createdAt: row.created_at,
    requestedBy: row.requested_by,
    policy: row.policy,
    policyState: row.policy_state,
    questions: row.questions,
    answers: row.answers,
  };
}
