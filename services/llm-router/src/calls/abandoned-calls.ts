import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';

import { Clock, Database, Logger, ShutdownHooks, shutdownOrder, startLoop } from '@botarmy/chassis';
import { modelCallSettled } from '@botarmy/contracts';
import { outgoingMessage, OutboxRelay } from '@botarmy/messaging';

import type { ProviderExchange } from '../asking/provider-exchange';
import { RouterConfig } from '../config';
import { usageOf } from './call-rows';

const INTERVAL_MS = 10_000;
const AT_ONCE = 100;
/** Whoever needs the answer takes a call over after one lease; what nobody came for is given up later. */
const LEASES_UNTIL_ABANDONED = 4;

interface LapsedCall {
  readonly call_id: string;
  readonly tenant_id: string;
  readonly claim: number;
  readonly workflow_id: string;
  readonly task_id: string;
  readonly attempt: number;
  readonly agent_id: string;
  readonly intent: ProviderExchange;
  readonly begun_at: Date;
}

/** Gives up calls whose owner vanished and which nobody asked for again: frees what they held, and says so. */
@Injectable()
export class AbandonedCalls implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly config: RouterConfig,
    private readonly relay: OutboxRelay,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly shutdown: ShutdownHooks,
  ) {}

  onApplicationBootstrap(): void {
    const { clock, logger } = this;
    const name = 'abandoned-calls';
    const loop = startLoop({ name, intervalMs: INTERVAL_MS, run: () => this.giveUp(), clock, logger });
    this.shutdown.register(name, shutdownOrder.intake, () => loop.stop());
  }

  /** One bounded round; true when there may be more. */
  async giveUp(): Promise<boolean> {
    const lapseMs = this.config.CALL_LEASE_MS * LEASES_UNTIL_ABANDONED;
    // A plain statement: looking is no commit.
    const { rows } = await this.database.query<LapsedCall>('SELECT * FROM lapsed_calls($1, $2)', [lapseMs, AT_ONCE]);
    for (const call of rows) {
      const news = JSON.stringify([this.newsOf(call)]);
      const { tenant_id, call_id, claim } = call;
      const [row] = await this.database.call<{ abandoned: boolean }>(
        'abandon_call',
        tenant_id,
        call_id,
        claim,
        lapseMs,
        news,
      );
      if (row?.abandoned !== true) continue;
      this.logger.warn({ tenant_id, call_id }, 'call abandoned: a provider may have been paid for nothing');
      this.relay.nudge();
    }
    return rows.length === AT_ONCE;
  }

  private newsOf(call: LapsedCall) {
    const { call_id, workflow_id, task_id, attempt, agent_id, intent } = call;
    const { provider, model, simulated } = intent;
    const now = this.clock.now();
    return outgoingMessage(modelCallSettled, {
      eventId: `${call_id}.${call.claim}`,
      tenantId: call.tenant_id,
      key: [workflow_id],
      payload: {
        call_id,
        workflow_id,
        task_id,
        attempt,
        agent_id,
        outcome: 'abandoned',
        error_code: 'abandoned',
        usage: usageOf({ provider, model, simulated, input_tokens: 0, output_tokens: 0, cost_micros: 0 }),
        provider_requests: 1,
        duration_ms: Math.max(0, now.getTime() - call.begun_at.getTime()),
        settled_at: now.toISOString(),
      },
    });
  }
}
