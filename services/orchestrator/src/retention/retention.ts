import { Injectable } from '@nestjs/common';

import { Clock, Database, Logger, ShutdownHooks, shutdownOrder, startLoop } from '@botarmy/chassis';
import type { Loop } from '@botarmy/chassis';
import { workflowErased } from '@botarmy/contracts';
import { outgoingMessage, OutboxRelay } from '@botarmy/messaging';

import { OrchestratorConfig } from '../config';
import { RuntimeSettings } from '../settings/runtime-settings';
import { WorkflowStates } from '../workflow/workflow-states';
import { RetentionMetrics } from './retention.metrics';

interface PastRetention extends Record<string, unknown> {
  readonly workflow_id: string;
  readonly tenant_id: string;
  readonly step: 'archive' | 'erase';
}

/** Workflows per look; a full page is followed by the next one at once. */
const PAGE_SIZE = 50;

/** Archives finished workflows and erases them later, each when its tenant's rules say so. */
@Injectable()
export class Retention {
  private loop: Loop | undefined;

  constructor(
    private readonly database: Database,
    private readonly states: WorkflowStates,
    private readonly relay: OutboxRelay,
    private readonly config: OrchestratorConfig,
    private readonly settings: RuntimeSettings,
    private readonly metrics: RetentionMetrics,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly shutdown: ShutdownHooks,
  ) {}

  /** Starts looking. */
  start(): void {
    if (this.loop !== undefined) return;
    const { clock, logger } = this;
    const intervalMs = this.config.RETENTION_INTERVAL_MS;
    this.loop = startLoop({ name: 'retention', intervalMs, run: () => this.look(), clock, logger });
    this.shutdown.register('retention', shutdownOrder.intake, () => this.loop?.stop());
  }

  /** One look; true when there may be more at once. */
  async look(): Promise<boolean> {
    const page = await this.database.read<PastRetention>(
      'workflows_past_retention',
      this.settings.archiveAfterDays,
      this.settings.eraseAfterDays,
      PAGE_SIZE,
    );
    let done = 0;
    for (const { workflow_id: workflowId, tenant_id: tenantId, step } of page) {
      const isDone =
        step === 'archive' ? await this.archive(tenantId, workflowId) : await this.erase(tenantId, workflowId);
      if (isDone) done += 1;
      this.states.forget(workflowId);
    }
    // What could not be done is looked at again after the interval, not at once.
    return page.length === PAGE_SIZE && done > 0;
  }

  private async archive(tenantId: string, workflowId: string): Promise<boolean> {
    this.states.forget(workflowId);
    const workflow = await this.states.load(tenantId, workflowId);
    if (workflow === undefined) return false;
    const { state } = workflow;
    const [row] = await this.database.call<{ archived: boolean }>(
      'archive_workflow',
      tenantId,
      workflowId,
      state.version,
      JSON.stringify(state),
    );
    if (row?.archived === true) this.metrics.done('archived');
    return row?.archived === true;
  }

  private async erase(tenantId: string, workflowId: string): Promise<boolean> {
    const news = outgoingMessage(workflowErased, {
      eventId: `${workflowId}.erased`,
      tenantId,
      key: [workflowId],
      payload: { workflow_id: workflowId, reason: 'retention', erased_at: this.clock.now().toISOString() },
    });
    const [row] = await this.database.call<{ erased: boolean }>(
      'erase_workflow',
      tenantId,
      workflowId,
      JSON.stringify([news]),
    );
    if (row?.erased !== true) return false;
    this.relay.nudge();
    this.metrics.done('erased');
    return true;
  }
}
