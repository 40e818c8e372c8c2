import { Injectable } from '@nestjs/common';

import { Clock, RetryableError, withCorrelation } from '@botarmy/chassis';
import { createId } from '@botarmy/contracts';
import type { Delivery } from '@botarmy/messaging';
import { applyEvents, decide, foldWorkflow } from '@botarmy/process-engine';
import type { Accepted, Ignored, Rejected, WorkflowCommand, WorkflowEvent } from '@botarmy/process-engine';

import { admissionOf } from '../admission/admission-item';
import { ResourceRulesBook } from '../admission/resource-rules-book';
import { OrchestratorConfig } from '../config';
import { RuntimeSettings } from '../settings/runtime-settings';
import { decisionItem, unchangedItem } from './decision-item';
import type { CommandRecord } from './decision-item';
import { decisionMessages } from './decision-messages';
import { noteIdOf } from './decision-notes';
import { DecisionStore } from './decision-store';
import { dueWorkOf } from './due-work';
import { KeyedQueue } from './keyed-queue';
import type { LoadedWorkflow } from './loaded-workflow';
import { progressNews } from './progress-news';
import { isSnapshotDue } from './snapshot-due';
import { WorkflowStates } from './workflow-states';
import { WorkflowMetrics } from './workflow.metrics';

/** What became of a command. */
export type Execution =
  | {
      readonly outcome: 'accepted' | 'ignored' | 'rejected';
      readonly decision: Accepted | Ignored | Rejected;
      readonly workflow: LoadedWorkflow;
    }
  /** The message was handled before, or the command key has an answer already. */
  | { readonly outcome: 'duplicate' }
  | { readonly outcome: 'unknown' };

/** What goes with a command. */
export interface ExecutionOptions {
  /** The message that brought the command: it is marked as handled in the same commit. */
  readonly delivery?: Delivery;
  /** Makes the answer to keep under the client's idempotency key; throws where a command that is ignored has none. */
  readonly record?: (next: LoadedWorkflow, events: readonly WorkflowEvent[], ignoredBecause?: string) => CommandRecord;
  /** For a start: the workflow before its first event; for a fork with the history it takes over. */
  readonly fresh?: Pick<LoadedWorkflow, 'process' | 'title'> & { readonly history?: readonly WorkflowEvent[] };
}

const MOST_CONFLICTS = 8;

/** Decode, load, decide, save: the one way anything happens to a workflow. */
@Injectable()
export class WorkflowExecutor {
  private readonly queue = new KeyedQueue();

  constructor(
    private readonly states: WorkflowStates,
    private readonly store: DecisionStore,
    private readonly clock: Clock,
    private readonly config: OrchestratorConfig,
    private readonly settings: RuntimeSettings,
    private readonly rules: ResourceRulesBook,
    private readonly metrics: WorkflowMetrics,
  ) {}

  /** Decides a command and commits what it means; decisions of one workflow are made one after another. */
  async execute(
    target: { tenantId: string; workflowId: string },
    command: WorkflowCommand,
    options: ExecutionOptions = {},
  ): Promise<Execution> {
    return withCorrelation({ tenant_id: target.tenantId, workflow_id: target.workflowId }, () =>
      this.queue.run(target.workflowId, async () => {
        const execution = await this.decideAndCommit(target, command, options);
        this.metrics.decided(command.type, execution.outcome);
        return execution;
      }),
    );
  }

  private async decideAndCommit(
    target: { tenantId: string; workflowId: string },
    command: WorkflowCommand,
    options: ExecutionOptions,
  ): Promise<Execution> {
    const { tenantId, workflowId } = target;
    for (let tries = 0; tries < MOST_CONFLICTS; tries += 1) {
      const isRemembered = this.states.isRemembered(workflowId);
      const loaded = options.fresh ?? (await this.states.load(tenantId, workflowId));
      if (loaded === undefined) return { outcome: 'unknown' };
      const execution = await this.tryOnce(target, command, { ...options, isRemembered }, loaded);
      if (execution !== 'again') return execution;
      this.states.forget(workflowId);
    }
    throw new RetryableError('a workflow is changed by too many at once', { retryAfterMs: 250 });
  }

  private async tryOnce(
    { tenantId, workflowId }: { tenantId: string; workflowId: string },
    command: WorkflowCommand,
    options: ExecutionOptions & { isRemembered: boolean },
    loaded: Pick<LoadedWorkflow, 'process' | 'title'> & Partial<LoadedWorkflow>,
  ): Promise<Execution | 'again'> {
    const { title, snapshotVersion = 0 } = loaded;
    // A migration is decided with the version so far; what follows from it is done with the next one.
    const process = command.type === 'migrate' ? command.to : loaded.process;
    const history = options.fresh?.history ?? [];
    const state = history.length === 0 ? loaded.state : foldWorkflow(history);
    const now = this.clock.now().toISOString();
    const nowMs = this.clock.now().getTime();
    const decision = decide(command, state ?? null, {
      process: loaded.process,
      now,
      nextId: (prefix) => createId(prefix, nowMs),
      parallel: this.settings.parallelExecution(tenantId),
    });
    if (decision.outcome !== 'accepted' || decision.events.length === 0) {
      if (state === undefined) throw new Error(`a start was ${decision.outcome}`);
      // Only an accepted decision is checked by the compare-and-set: anything else must not rest on an old state.
      if (options.isRemembered) return 'again';
      return this.settleUnchanged(decision, { state, process: loaded.process, title, snapshotVersion }, options);
    }
    const applied = applyEvents(state ?? null, decision.events, process);
    const hasSnapshot = isSnapshotDue(applied.state, snapshotVersion);
    const next: LoadedWorkflow = {
      state: applied.state,
      process,
      title,
      snapshotVersion: hasSnapshot ? applied.state.version : snapshotVersion,
    };
    const progress = progressNews(next, now);
    const leaseSeconds = this.config.TASK_LEASE_SECONDS;
    const context = { state: next.state, process, leaseSeconds, now, publication: 0 };
    const rules = this.rules.remembered(tenantId) ?? (await this.rules.of(tenantId));
    const item = decisionItem({
      next,
      events: [...history, ...decision.events],
      progress,
      outbox: decisionMessages({ events: decision.events, effects: applied.effects }, context, progress),
      dueWork: dueWorkOf(next.state, process, leaseSeconds),
      admission: admissionOf(applied.effects, { state: next.state, process: process.name, rules, leaseSeconds, now }),
      delivery: options.delivery,
      record: options.record?.(next, decision.events),
    });
    try {
      const outcome = await this.store.append(item, noteIdOf(next.state, decision.events.length));
      if (outcome === 'appended') {
        this.states.remember(next);
        this.metrics.appended(decision.events);
        return { outcome: 'accepted', decision, workflow: next };
      }
      this.states.forget(workflowId);
      return outcome === 'conflict' ? 'again' : { outcome: 'duplicate' };
    } catch (error) {
      // The commit may have happened although its answer was lost: what is remembered may be behind.
      this.states.forget(workflowId);
      throw error;
    }
  }

  /** Nothing changes, but the message counts as handled, and a repetition of the command gets the same answer. */
  private async settleUnchanged(
    decision: Accepted | Ignored | Rejected,
    workflow: LoadedWorkflow,
    { delivery, record }: ExecutionOptions,
  ): Promise<Execution> {
    const { tenant_id: tenantId, workflow_id: workflowId } = workflow.state;
    if (decision.outcome !== 'rejected' && (delivery !== undefined || record !== undefined)) {
      const reason = decision.outcome === 'ignored' ? decision.reason : undefined;
      const item = unchangedItem(tenantId, workflowId, { delivery, record: record?.(workflow, [], reason) });
      if ((await this.store.append(item)) === 'repeated') return { outcome: 'duplicate' };
    }
    return { outcome: decision.outcome, decision, workflow };
  }
}
