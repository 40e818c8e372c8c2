import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';
import { foldWorkflow, WORKFLOW_STATE_SHAPE } from '@botarmy/process-engine';
import type { CompiledProcess, WorkflowEvent, WorkflowState } from '@botarmy/process-engine';

import { ProcessVersions } from '../catalogue/process-versions';
import { OrchestratorConfig } from '../config';
import type { LoadedWorkflow } from './loaded-workflow';

interface WorkflowRow extends Record<string, unknown> {
  readonly snapshot: WorkflowState;
  readonly process_hash: string;
  readonly title: string;
  readonly later: readonly WorkflowEvent[];
}

/** A decision of the past, as it was made. */
export interface PastDecision {
  /** Null before the first. */
  readonly before: WorkflowState | null;
  readonly events: readonly WorkflowEvent[];
  /** The version the workflow is pinned to now. */
  readonly process: CompiledProcess;
  readonly title: string;
}

interface StoredEvent extends Record<string, unknown> {
  readonly type: string;
  readonly version: number;
  readonly occurred_at: Date;
  readonly data: object;
}

/** Events per page; also how many come with the snapshot. */
const PAGE = 500;

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
    const [row] = await this.database.call<WorkflowRow>('load_workflow', tenantId, workflowId);
    if (row === undefined) return undefined;
    const { snapshot, process_hash, title, later } = row;
    const process = await this.versions.byHash(process_hash);
    const anew = isOfThisRelease(snapshot) ? null : await this.foldRest(tenantId, workflowId, null);
    let state = anew ?? foldWorkflow(later, snapshot);
    if (anew === null && later.length === PAGE) state = (await this.foldRest(tenantId, workflowId, state)) ?? state;
    // A snapshot of another shape is replaced with the next decision.
    const loaded = { state, process, title, snapshotVersion: anew === null ? snapshot.version : 0 };
    this.remember(loaded);
    return loaded;
  }

  /** The decision that made these versions; undefined when the events are gone, or are another tenant's. */
  async decision(
    tenantId: string,
    workflowId: string,
    { first, last }: { readonly first: number; readonly last: number },
  ): Promise<PastDecision | undefined> {
    const [row] = await this.database.call<WorkflowRow>('load_workflow', tenantId, workflowId);
    if (row === undefined) return undefined;
    let before = row.snapshot.version < first && isOfThisRelease(row.snapshot) ? row.snapshot : null;
    const page = Math.max(PAGE, last - first + 1);
    for (;;) {
      const known = before?.version ?? 0;
      const rows = await this.database.call<StoredEvent>('later_events', tenantId, workflowId, known, page);
      const events = rows.map(toEngineEvent);
      const earlier = events.slice(0, first - 1 - known);
      if (earlier.length > 0) before = foldWorkflow(earlier, before);
      const own = events.slice(earlier.length, last - known);
      if ((before?.version ?? 0) === first - 1 && own.length === last - first + 1)
        return { before, events: own, process: await this.versions.byHash(row.process_hash), title: row.title };
      // A page may end within the decision: the next one begins with it.
      if (rows.length < page || earlier.length === 0) return undefined;
    }
  }

  /** The state after all events that follow; null when it begins with none and there are none, as in an archived workflow. */
  private async foldRest(
    tenantId: string,
    workflowId: string,
    start: WorkflowState | null,
  ): Promise<WorkflowState | null> {
    let state = start;
    for (;;) {
      const known = state?.version ?? 0;
      const rows = await this.database.call<StoredEvent>('later_events', tenantId, workflowId, known, PAGE);
      if (rows.length > 0) state = foldWorkflow(rows.map(toEngineEvent), state);
      if (rows.length < PAGE) return state;
    }
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

/** False for a state that an earlier release wrote in another shape: events keep their meaning, states do not. */
function isOfThisRelease({ shape }: { readonly shape?: unknown }): boolean {
  return shape === WORKFLOW_STATE_SHAPE;
}

function toEngineEvent({ type, version, occurred_at, data }: StoredEvent): WorkflowEvent {
  return { type, version, occurred_at: occurred_at.toISOString(), data } as unknown as WorkflowEvent;
}
