import { setTimeout as delay } from 'node:timers/promises';

import type {
  HitlRequestSummary,
  ListHitlRequestsReply,
  ListWorkflowsReply,
  WorkflowSummary,
} from '@botarmy/contracts';

import { ApiRefusal } from '../load/api-client';
import type { ApiClient } from '../load/api-client';
import { writeBrief } from '../load/briefs';
import type { SeededRandom } from '../load/seeded-random';
import type { CommandKind, Ledger } from './ledger';

/** How many workflows, and from what their content is drawn. */
export interface WorkloadOptions {
  readonly client: ApiClient;
  readonly ledger: Ledger;
  readonly random: SeededRandom;
  /** Workflows that run at any time. */
  readonly inFlight: number;
  /** Process to start; the shipped one when absent. */
  readonly process?: string;
  /** Makes keys unlike those of other runs. */
  readonly runId: string;
}

const LOOK_EVERY_MS = 300;
/** One workflow in so many is paused and resumed on its way. */
const ONE_IN_PAUSED = 4;
const LONGEST_RUN_BEFORE_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 1_000;
const final = new Set(['completed', 'failed', 'cancelled']);

/**
 * Keeps a number of workflows running through the public API: starts the next one when one ends, answers every request,
 * pauses and resumes some. Every acknowledgement goes into the ledger.
 */
export class Workload {
  private readonly running = new Set<string>();
  private readonly answering = new Map<string, Promise<void>>();
  private readonly pausing = new Set<Promise<void>>();
  private started = 0;
  private starting = 0;
  private isDraining = false;
  private loop: Promise<void> | undefined;
  private failure: unknown;

  constructor(private readonly options: WorkloadOptions) {}

  /** Workflows that were started and have not ended. */
  get open(): readonly string[] {
    return [...this.running];
  }

  /** Begins; workflows start until `drain` is called. */
  begin(): void {
    this.loop ??= this.run().catch((error: unknown) => {
      this.failure = error;
    });
  }

  /** Starts nothing new; resolves when all have ended, or with those still open after `timeoutMs`. */
  async drain(timeoutMs: number): Promise<readonly string[]> {
    this.isDraining = true;
    const timer = new AbortController();
    await Promise.race([this.loop, delay(timeoutMs, undefined, { signal: timer.signal }).catch(() => undefined)]);
    timer.abort();
    if (this.failure !== undefined) throw this.failure;
    return this.open;
  }

  /** What made the loop end early, if anything did. */
  throwIfFailed(): void {
    if (this.failure !== undefined) throw this.failure;
  }

  private async run(): Promise<void> {
    while (!this.isDraining || this.running.size + this.starting > 0) {
      while (!this.isDraining && this.running.size + this.starting < this.options.inFlight) this.startOne();
      await Promise.all([this.answerOpenRequests(), this.noteTheEnded()]);
      await delay(LOOK_EVERY_MS);
      if (this.failure !== undefined) throw this.failure;
    }
    await Promise.all([...this.answering.values(), ...this.pausing]);
  }

  private startOne(): void {
    const number = (this.started += 1);
    this.starting += 1;
    const { random, process } = this.options;
    const body = {
      project_brief: writeBrief(number, random),
      ...(process === undefined ? {} : { workflow_type: process }),
    };
    const isPaused = random.between(1, ONE_IN_PAUSED) === 1;
    const runMs = random.between(0, LONGEST_RUN_BEFORE_PAUSE_MS);
    const pauseMs = random.between(0, LONGEST_PAUSE_MS);
    void this.signInAndStart(body, `${number}`)
      .then((workflowId) => {
        if (workflowId === undefined) return;
        this.running.add(workflowId);
        if (isPaused) this.track(this.pauseAndResume(workflowId, runMs, pauseMs));
      })
      .catch((error: unknown) => this.fail(error))
      .finally(() => (this.starting -= 1));
  }

  /** Whoever starts something has signed in before. */
  private async signInAndStart(body: object, target: string): Promise<string | undefined> {
    await this.options.client.signIn();
    return this.command('start', '/api/workflows/start', body, target);
  }

  private track(work: Promise<void>): void {
    const tracked = work.catch((error: unknown) => this.fail(error)).finally(() => this.pausing.delete(tracked));
    this.pausing.add(tracked);
  }

  private async pauseAndResume(workflowId: string, runMs: number, pauseMs: number): Promise<void> {
    await delay(runMs);
    if (!this.running.has(workflowId)) return;
    const paused = await this.command('pause', `/api/workflows/${workflowId}/pause`, undefined, workflowId, {
      workflowId,
    });
    if (paused === undefined) return;
    await delay(pauseMs);
    await this.command('resume', `/api/workflows/${workflowId}/resume`, undefined, workflowId, { workflowId });
  }

  private async answerOpenRequests(): Promise<void> {
    const { client } = this.options;
    const { requests } = await client.read<ListHitlRequestsReply>('/api/hitl/requests?limit=100');
    for (const { id, workflow_id: workflowId } of requests as HitlRequestSummary[]) {
      if (this.answering.has(id)) continue;
      const path = `/api/hitl/requests/${id}/respond`;
      const answer = this.command('answer', path, { response: 'approved' }, id, { workflowId, requestId: id });
      const done = answer.then(
        () => undefined,
        (error: unknown) => this.fail(error),
      );
      this.answering.set(id, done);
    }
  }

  private async noteTheEnded(): Promise<void> {
    if (this.running.size === 0) return;
    const { client } = this.options;
    const { workflows } = await client.read<ListWorkflowsReply>('/api/workflows?limit=100');
    const listed = new Map(workflows.map((workflow) => [workflow.id, workflow]));
    for (const id of [...this.running]) {
      const workflow = listed.get(id) ?? (await client.read<WorkflowSummary>(`/api/workflows/${id}/status`));
      if (final.has(workflow.status)) this.running.delete(id);
    }
  }

  /** Sends a command until it is acknowledged; undefined when the state of the workflow no longer allows it. */
  private async command(
    kind: CommandKind,
    path: string,
    body: object | undefined,
    target: string,
    details: { workflowId?: string; requestId?: string } = {},
  ): Promise<string | undefined> {
    const { client, ledger, runId } = this.options;
    const key = `${runId}-${kind}-${target}`;
    try {
      const { reply, tries } = await client.command<{ workflow_id?: string }>(path, body, key);
      const workflowId = details.workflowId ?? reply.workflow_id ?? '';
      const acknowledgedAt = new Date().toISOString();
      ledger.acknowledged.push({ kind, key, workflowId, requestId: details.requestId, acknowledgedAt, tries, reply });
      return workflowId;
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      const isTooLate = (kind === 'pause' || kind === 'resume') && error.status === 409;
      if (!isTooLate) ledger.refused.push({ kind, key, path, status: error.status, code: error.code });
      return undefined;
    }
  }

  private fail(error: unknown): void {
    this.failure ??= error;
  }
}
