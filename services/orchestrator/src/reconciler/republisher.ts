import { Injectable } from '@nestjs/common';

import { Clock } from '@botarmy/chassis';
import { outstandingEffects } from '@botarmy/process-engine';
import type { WorkflowEffect } from '@botarmy/process-engine';

import { OrchestratorConfig } from '../config';
import { effectMessages } from '../workflow/decision-messages';
import { DecisionStore } from '../workflow/decision-store';
import { WorkflowStates } from '../workflow/workflow-states';

/** Start of the count of publications: keeps their numbers small and growing over restarts. */
const PUBLICATION_EPOCH_MS = Date.UTC(2026, 0, 1);

/** Says again what a workflow waits for, with a message id of its own; whoever handled it before ignores it. */
@Injectable()
export class Republisher {
  constructor(
    private readonly states: WorkflowStates,
    private readonly store: DecisionStore,
    private readonly clock: Clock,
    private readonly config: OrchestratorConfig,
  ) {}

  /** Publishes the outstanding effects of one workflow that match; returns how many messages that were. */
  async republish(
    tenantId: string,
    workflowId: string,
    matches: (effect: WorkflowEffect) => boolean = () => true,
  ): Promise<number> {
    this.states.forget(workflowId);
    const workflow = await this.states.load(tenantId, workflowId);
    if (workflow === undefined) return 0;
    const now = this.clock.now();
    const messages = effectMessages(outstandingEffects(workflow.state, workflow.process).filter(matches), {
      state: workflow.state,
      process: workflow.process,
      leaseSeconds: this.config.TASK_LEASE_SECONDS,
      now: now.toISOString(),
      publication: Math.max(1, Math.floor((now.getTime() - PUBLICATION_EPOCH_MS) / 1_000)),
    });
    await this.store.republish(tenantId, messages);
    return messages.length;
  }
}
