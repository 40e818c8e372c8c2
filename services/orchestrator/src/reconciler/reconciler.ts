import { Injectable } from '@nestjs/common';

import { Clock, Database, Logger, ShutdownHooks, shutdownOrder, startLoop } from '@botarmy/chassis';
import type { Loop } from '@botarmy/chassis';
import { isSentTask } from '@botarmy/process-engine';

import { OrchestratorConfig } from '../config';
import { WorkflowExecutor } from '../workflow/workflow-executor';
import { ReconcilerMetrics } from './reconciler.metrics';
import { Republisher } from './republisher';

interface ClaimedWork {
  readonly workflow_id: string;
  readonly tenant_id: string;
  readonly kind: 'agent-task' | 'timer' | 'hitl-request' | 'child' | 'closing';
  readonly subject_id: string;
  readonly attempt: number;
  readonly lease: number;
  /** True when a runner gave a sign of life under this lease. */
  readonly is_heard: boolean;
}

const CLAIM_SIZE = 100;
const PAGE_SIZE = 500;

/** Looks after whatever PostgreSQL says is due and nobody is working on. Any number of replicas may run it. */
@Injectable()
export class Reconciler {
  private loop: Loop | undefined;

  constructor(
    private readonly database: Database,
    private readonly executor: WorkflowExecutor,
    private readonly republisher: Republisher,
    private readonly metrics: ReconcilerMetrics,
    private readonly config: OrchestratorConfig,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly shutdown: ShutdownHooks,
  ) {}

  /** Starts looking. */
  start(): void {
    if (this.loop !== undefined) return;
    const { clock, logger } = this;
    this.loop = startLoop({
      name: 'reconciler',
      intervalMs: this.config.RECONCILE_INTERVAL_MS,
      run: () => this.look(),
      clock,
      logger,
    });
    this.shutdown.register('reconciler', shutdownOrder.intake, () => this.loop?.stop());
  }

  /** One look; true when there may be more at once. */
  async look(): Promise<boolean> {
    const due = await this.database.query<{ due: boolean }>('SELECT has_due_work() AS due');
    if (due.rows[0]?.due !== true) return false;
    const claimed = await this.database.call<ClaimedWork>('claim_due_work', CLAIM_SIZE);
    const results = await Promise.allSettled(claimed.map((work) => this.lookAfter(work)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return claimed.length === CLAIM_SIZE;
  }

  /** The broker lost its store: says everything again that somebody else should be working on. */
  async republishEverything(): Promise<void> {
    let after = '';
    let messages = 0;
    for (;;) {
      const page = await this.database.call<{ workflow_id: string; tenant_id: string }>(
        'waiting_workflows',
        after,
        PAGE_SIZE,
      );
      for (const { workflow_id, tenant_id } of page)
        messages += await this.republisher.republish(tenant_id, workflow_id);
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE_SIZE) break;
      after = last.workflow_id;
    }
    this.logger.info({ messages }, 'outstanding work published again');
  }

  /** The message waits behind others or was lost: the same attempt under the same lease is sent once more. */
  private async sayAgain({ tenant_id, workflow_id, subject_id, attempt, lease }: ClaimedWork): Promise<void> {
    await this.republisher.republish(
      tenant_id,
      workflow_id,
      (effect) =>
        isSentTask(effect) && effect.task_id === subject_id && effect.attempt === attempt && effect.lease === lease,
    );
  }

  private async lookAfter(work: ClaimedWork): Promise<void> {
    const { workflow_id: workflowId, tenant_id: tenantId, subject_id: subjectId, attempt, lease } = work;
    const target = { tenantId, workflowId };
    this.metrics.looked(work.kind);
    switch (work.kind) {
      case 'agent-task':
        if (!work.is_heard) return this.sayAgain(work);
        await this.executor.execute(target, { type: 'expire-lease', task_id: subjectId, attempt, lease });
        return;
      case 'timer':
        await this.executor.execute(target, { type: 'fire-timer', timer_id: subjectId });
        return;
      case 'hitl-request':
        await this.republisher.republish(tenantId, workflowId, ({ type }) => type === 'open-hitl-request');
        return;
      case 'child':
        await this.republisher.republish(tenantId, workflowId, ({ type }) => type === 'start-child-workflow');
        return;
      case 'closing':
        await this.republisher.republish(tenantId, workflowId, ({ type }) => type === 'close-workflow');
        return;
    }
  }
}
