import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { getWorkflowStatus, setTenantRules, startWorkflow } from '@botarmy/contracts';
import type { TenantRules, WorkflowStatusView } from '@botarmy/contracts';
import type { Delivery } from '@botarmy/messaging';
import { waitFor } from '@botarmy/testing';

import { operator, PROCESSES_DIRECTORY } from './platform.fixture';
import type { OrchestratorPlatform } from './platform.fixture';

/** The shipped processes in a folder of their own, with limits. */
export function processesWithLimits(limits: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'botarmy-limits-'));
  cpSync(PROCESSES_DIRECTORY, directory, { recursive: true });
  writeFileSync(join(directory, 'limits.yaml'), limits);
  return directory;
}

/** One tenant's use of the platform; its runners do nothing until told. */
export class TenantAtWork {
  constructor(
    readonly platform: OrchestratorPlatform,
    readonly tenantId: string,
  ) {}

  /** Starts a workflow; returns its id. */
  async start(): Promise<string> {
    const request = { project_brief: 'Something.', workflow_type: 'sdlc' };
    const reply = await this.platform.gateway.ask(
      startWorkflow,
      request,
      operator({ tenant_id: this.tenantId }),
      20_000,
    );
    return reply.workflow_id;
  }

  /** Puts rules for the tenant into force, as the installation's owner. */
  async limit(rules: TenantRules | undefined): Promise<void> {
    await this.platform.gateway.ask(
      setTenantRules,
      { tenant_id: this.tenantId, ...(rules === undefined ? {} : { rules }) },
      operator({ role: 'owner' }),
    );
  }

  status(workflowId: string): Promise<WorkflowStatusView> {
    return this.platform.gateway.ask(
      getWorkflowStatus,
      { workflow_id: workflowId },
      operator({ tenant_id: this.tenantId }),
    );
  }

  /** Tasks of the tenant that reached a runner, in order. */
  get received(): OrchestratorPlatform['tasks'] {
    return this.platform.tasks.filter(({ delivery }) => delivery.tenantId === this.tenantId);
  }

  /** Waits until this many tasks of the tenant reached a runner; no further one may have. */
  async receives(count: number): Promise<void> {
    await waitFor(() => this.received.length >= count, {
      timeoutMs: 20_000,
      describe: `${count} tasks of ${this.tenantId} to reach a runner, now ${this.received.length}`,
    });
    expect(this.received).toHaveLength(count);
  }

  /** Reports a task that reached a runner as done. */
  async complete({ task }: OrchestratorPlatform['tasks'][number]): Promise<void> {
    await this.platform.complete(task, { tenantId: this.tenantId });
  }
}

/** Tells apart hand-overs of tasks. */
export function handOverOf({
  task,
}: {
  task: OrchestratorPlatform['tasks'][number]['task'];
  delivery: Delivery;
}): string {
  return `${task.workflow_id}.${task.task_id}.${task.attempt}.${task.lease}`;
}
