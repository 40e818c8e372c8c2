import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';

import { Clock, Database, Logger, ShutdownHooks, shutdownOrder, startLoop } from '@botarmy/chassis';
import { OutboxRelay } from '@botarmy/messaging';

import type { ProviderExchange } from '../asking/provider-exchange';
import { RouterConfig } from '../config';
import type { CallToBegin } from './call-rows';
import { LapsedReservations } from './lapsed-reservations';
import { settledNews } from './settled-news';

const LONGEST_INTERVAL_MS = 10_000;
const AT_ONCE = 100;
/** Whoever needs the answer takes a call over after one lease; what nobody came for is given up later. */
const LEASES_UNTIL_ABANDONED = 4;

interface LapsedCall {
  readonly call_id: string;
  readonly tenant_id: string;
  readonly claim: number;
  /** The call's scope and route as it was begun. */
  readonly row: CallToBegin;
  readonly intent: ProviderExchange;
  readonly begun_at: Date;
}

/** Gives up calls whose owner vanished and which nobody asked for again: frees what they held, and says so. */
@Injectable()
export class AbandonedCalls implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly config: RouterConfig,
    private readonly lapsed: LapsedReservations,
    private readonly relay: OutboxRelay,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly shutdown: ShutdownHooks,
  ) {}

  onApplicationBootstrap(): void {
    const { clock, logger } = this;
    const name = 'abandoned-calls';
    const intervalMs = Math.min(LONGEST_INTERVAL_MS, this.config.CALL_LEASE_MS / 2);
    const loop = startLoop({ name, intervalMs, run: () => this.giveUp(), clock, logger });
    this.shutdown.register(name, shutdownOrder.intake, () => loop.stop());
  }

  /** One bounded round; true when there may be more. */
  async giveUp(): Promise<boolean> {
    await this.lapsed.release();
    const lapseMs = this.config.CALL_LEASE_MS * LEASES_UNTIL_ABANDONED;
    // A plain statement: looking is no commit.
    const { rows } = await this.database.query<LapsedCall>('SELECT * FROM calls_without_owner($1, $2)', [
      lapseMs,
      AT_ONCE,
    ]);
    for (const call of rows) {
      const news = JSON.stringify(call.row.is_shadow === true ? [] : [this.newsOf(call)]);
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

  private newsOf({ call_id, tenant_id, claim, row, intent, begun_at }: LapsedCall) {
    const settledAt = this.clock.now();
    const { provider, model, simulated } = intent;
    const outcome = {
      status: 'abandoned' as const,
      error_code: 'abandoned',
      provider,
      model,
      simulated,
      ...NOTHING_KNOWN,
    };
    const durationMs = Math.max(0, settledAt.getTime() - begun_at.getTime());
    return settledNews({ call_id, tenant_id, claim }, row, outcome, { exchanges: [intent], durationMs, settledAt });
  }
}

const NOTHING_KNOWN = {
  input_tokens: 0,
  output_tokens: 0,
  cache_write_tokens: 0,
  cache_read_tokens: 0,
  reasoning_tokens: 0,
  cost_micros: 0,
  is_cost_known: false,
};
