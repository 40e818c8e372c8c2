import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';
import type { WorkflowState } from '@botarmy/process-engine';

import { ProcessVersions } from '../catalogue/process-versions';
import { OrchestratorConfig } from '../config';
import type { LoadedWorkflow } from './loaded-workflow';

/**
 * States of workflows for decisions: one read per workflow, then from memory. What is remembered may be stale; the
 * compare-and-set on the version decides, and a conflict makes the executor forget and read again.
 */
@Injectable()
export class WorkflowStates {
  private readonly remembered = new Map<string, LoadedWorkflow>();

  constructor(
    private readonly database: Database,
    private readonly versions: ProcessVersions,
    private readonly config: OrchestratorConfig,
  ) {}

  /** The newest known state; undefined for an unknown workflow and for one of another tenant. */
  async load(tenantId: string, workflowId: string): Promise<LoadedWorkflow | undefined> {
    const remembered = this.remembered.get(workflowId);
    if (remembered !== undefined) return remembered.state.tenant_id === tenantId ? remembered : undefined;
    const rows = await this.database.call<{ snapshot: WorkflowState; process_hash: string; title: string }>(
      'load_workflow',
      tenantId,
      workflowId,
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    const loaded = { state: row.snapshot, process: await this.versions.byHash(row.process_hash), title: row.title };
    this.remember(loaded);
    return loaded;
  }

  /** True when the next load is answered from memory. */
  isRemembered(workflowId: string): boolean {
    return this.remembered.has(workflowId);
  }

  /** Keeps a committed state; finished workflows are let go. */
  remember(workflow: LoadedWorkflow): void {
    const { workflow_id: workflowId, ended_at: endedAt } = workflow.state;
    this.remembered.delete(workflowId);
    if (endedAt !== null) return;
    this.remembered.set(workflowId, workflow);
    const oldest = this.remembered.keys().next().value;
    if (this.remembered.size > this.config.WORKFLOW_CACHE_SIZE && oldest !== undefined) this.remembered.delete(oldest);
  }

  /** The next load reads the database. */
  forget(workflowId: string): void {
    this.remembered.delete(workflowId);
  }
}
