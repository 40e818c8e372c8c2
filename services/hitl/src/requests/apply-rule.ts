import { Injectable } from '@nestjs/common';

import { Clock, Logger } from '@botarmy/chassis';
import { OutboxRelay } from '@botarmy/messaging';

import { decideAutomatically } from '../policy/decide-automatically';
import type { RuleInputs } from '../policy/decide-automatically';
import { advanceBy } from './advance';
import { governed } from './governed-request';
import { RequestStore } from './request-store';
import { RequestRepository } from './request.repository';

/**
 * Lets the rule of a policy decide a request that was just opened. The rule, the figures it saw and what it decided are on record. When
 * it does not hold, or the process ends in between, people decide.
 */
@Injectable()
export class ApplyRule {
  constructor(
    private readonly requests: RequestRepository,
    private readonly store: RequestStore,
    private readonly relay: OutboxRelay,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async apply(tenantId: string, requestId: string): Promise<void> {
    const found = await this.requests.find(tenantId, requestId);
    if (found?.status !== 'pending') return;
    const request = governed(found);
    const rule = request.policy.auto_approve;
    if (rule === undefined) return;
    const precedents = await this.requests.precedents(tenantId, found.artifacts ?? []);
    const inputs: RuleInputs = {
      cost_micros: found.costMicros === null ? null : Number(found.costMicros),
      // Gates say passed or not; a rule that names a score waits for gates that give one.
      scores: {},
      is_unchanged: precedents.isUnchanged,
      decisions: precedents.decisions,
      automatic_decisions: precedents.automaticDecisions,
    };
    const now = this.clock.now();
    const facts = decideAutomatically(request.policy, inputs, now.toISOString());
    if (facts.length === 0) return;
    const [outcome] = await this.store.advance([advanceBy(request, facts, now, { rule, inputs })]);
    if (outcome !== 'advanced') return;
    this.relay.nudge();
    this.logger.info({ request_id: requestId, workflow_id: found.workflowId }, 'request approved by a rule');
  }
}
