import { Injectable } from '@nestjs/common';

import { Database, Logger } from '@botarmy/chassis';
import { agentTaskCancelled } from '@botarmy/contracts';
import { outgoingMessage } from '@botarmy/messaging';
import { findTaskOf } from '@botarmy/process-engine';

import { DecisionStore } from '../workflow/decision-store';
import { WorkflowExecutor } from '../workflow/workflow-executor';
import { WorkflowStates } from '../workflow/workflow-states';
import type { StopTarget } from './stop-target';

interface AttemptInHand extends Record<string, unknown> {
  readonly tenant_id: string;
  readonly workflow_id: string;
  readonly task_id: string;
  readonly attempt: number;
  readonly lease: number;
}

const AT_ONCE = 64;

/** Takes attempts back from their runners: the lease is raised, so that a late report does not count, and the call is ended. */
@Injectable()
export class TakingBack {
  constructor(
    private readonly database: Database,
    private readonly executor: WorkflowExecutor,
    private readonly states: WorkflowStates,
    private readonly store: DecisionStore,
    private readonly logger: Logger,
  ) {}

  /** Takes back everything a stop means; resolves to how many attempts that were. The stop is in force already. */
  async takeBack(target: StopTarget): Promise<number> {
    const process = target.scope === 'process' ? target.subject : null;
    const attempts = await this.database.call<AttemptInHand>('attempts_in_hand', target.tenant_id, process);
    let count = 0;
    for (let index = 0; index < attempts.length; index += AT_ONCE) {
      const results = await Promise.allSettled(
        attempts.slice(index, index + AT_ONCE).map((attempt) => this.takeOne(attempt, target)),
      );
      for (const result of results) {
        if (result.status === 'fulfilled') count += result.value ? 1 : 0;
        else this.logger.warn({ err: result.reason as unknown }, 'an attempt could not be taken back');
      }
    }
    return count;
  }

  private async takeOne(inHand: AttemptInHand, target: StopTarget): Promise<boolean> {
    const { tenant_id: tenantId, workflow_id: workflowId, task_id, attempt, lease } = inHand;
    if (target.scope === 'agent') {
      const workflow = await this.states.load(tenantId, workflowId);
      const task = workflow === undefined ? undefined : findTaskOf(workflow.process, task_id);
      if (task?.agent_id !== target.subject) return false;
    }
    // The next lease is kept back by the stop; lifting it lets the same attempt go on, with everything it has on record.
    const expiry = { type: 'expire-lease', task_id, attempt, lease } as const;
    const execution = await this.executor.execute({ tenantId, workflowId }, expiry);
    if (execution.outcome !== 'accepted') return false;
    await this.store.republish(tenantId, [
      outgoingMessage(agentTaskCancelled, {
        eventId: `${workflowId}.${task_id}.${attempt}.${lease}.cancelled`,
        tenantId,
        key: [workflowId],
        payload: { workflow_id: workflowId, task_id, attempt, lease },
      }),
    ]);
    return true;
  }
}
