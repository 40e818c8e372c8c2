import { Injectable } from '@nestjs/common';

import { Clock, Logger, ShutdownHooks, shutdownOrder } from '@botarmy/chassis';
import type { Caller } from '@botarmy/contracts';

import { ProviderFailure } from '../providers/provider-failure';
import type { RouteDecision } from '../routes/choose-route';
import { StopsInForce } from '../stops/stops-in-force';
import type { AskedCall } from './asked-call';
import { BuildCall } from './build-call';
import { CallStore } from './call-store';
import { CallMetrics } from './call.metrics';
import { withinLimits } from './limits';
import { PerformCall } from './perform-call';

/** What comes beyond is left out: comparison is worth no queue. */
const MOST_AT_ONCE = 32;
const NOBODY = { delta: () => undefined, reset: () => undefined };

/**
 * Asks a model besides, for its share of the requests: under a key of its own, within the same budgets, after the answer is
 * recorded. What it says is recorded too, marked in the ledger, and given to nobody; a workflow is not charged for it.
 */
@Injectable()
export class ShadowCalls {
  private readonly running = new Set<Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly build: BuildCall,
    private readonly store: CallStore,
    private readonly performer: PerformCall,
    private readonly stops: StopsInForce,
    private readonly metrics: CallMetrics,
    private readonly clock: Clock,
    private readonly logger: Logger,
    shutdown: ShutdownHooks,
  ) {
    shutdown.register('shadow-calls', shutdownOrder.intake, () => this.stop());
  }

  /** Returns at once. */
  launch(asked: AskedCall, decision: RouteDecision, caller: Caller): void {
    const { shadow } = decision;
    if (shadow === undefined || this.stopping.signal.aborted) return;
    if (this.running.size >= MOST_AT_ONCE) {
      this.metrics.shadowed('left-out');
      return;
    }
    const { cacheTtlS: _ttl, ...words } = asked;
    const idempotencyKey = `${asked.idempotencyKey}~shadow`;
    const prompt = { ...asked.prompt, idempotencyKey };
    const own: AskedCall = { ...words, idempotencyKey, prompt, hasSideEffects: false, isShadow: true };
    const { shadow: _self, ...rest } = decision;
    const run = this.run(own, { ...rest, candidates: [shadow], isCanary: false }, caller).then(
      (outcome) => this.metrics.shadowed(outcome),
      (err: unknown) => {
        this.metrics.shadowed('failed');
        this.logger.info({ err }, 'a model asked for comparison did not answer');
      },
    );
    this.running.add(run);
    void run.finally(() => this.running.delete(run));
  }

  /** Resolves when none is under way any more. */
  async settled(): Promise<void> {
    await Promise.all(this.running);
  }

  private async run(asked: AskedCall, decision: RouteDecision, caller: Caller): Promise<'completed' | 'refused'> {
    const built = this.build.build(asked, caller, decision, asked.route);
    const begun = await this.store.begin(built.row);
    if (begun.outcome !== 'begun') return 'refused';
    const { tenant_id, idempotency_key } = built.row;
    const held = { tenant_id, idempotency_key, call_id: begun.callId, claim: begun.claim };
    const { process, agent_id } = asked.scope;
    const { signal, release } = this.stops.watch({ tenantId: tenant_id, agentId: agent_id, process });
    try {
      const { candidates } = decision;
      const leaving = AbortSignal.any([signal, this.stopping.signal]);
      await withinLimits(this.clock, asked.timeoutMs, leaving, (limited) =>
        this.performer.perform({ held, built, prompt: asked.prompt, candidates, signal: limited, sink: NOBODY }),
      );
      return 'completed';
    } finally {
      release();
    }
  }

  private async stop(): Promise<void> {
    this.stopping.abort(new ProviderFailure('interrupted'));
    await this.settled();
  }
}
