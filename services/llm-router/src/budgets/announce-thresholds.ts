import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';

import { Clock, Database, Logger, ShutdownHooks, shutdownOrder, startLoop } from '@botarmy/chassis';
import { budgetThresholdReached } from '@botarmy/contracts';
import type { BudgetThresholdReached } from '@botarmy/contracts';
import { outgoingMessage, OutboxRelay } from '@botarmy/messaging';

const INTERVAL_MS = 5_000;
const AT_ONCE = 100;

type ReachedRow = Pick<
  BudgetThresholdReached,
  'budget_id' | 'name' | 'scope_kind' | 'scope_id' | 'period' | 'level' | 'percent'
> & {
  readonly tenant_id: string;
  readonly window_start: string;
  readonly limit_micros: string;
  readonly spent_micros: string;
  readonly reserved_micros: string;
  readonly announced_percent: number;
};

/** Tells people once per window when a budget reaches one of its thresholds. Nothing waits for it: calls are decided in the ledger. */
@Injectable()
export class AnnounceThresholds implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly relay: OutboxRelay,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly shutdown: ShutdownHooks,
  ) {}

  onApplicationBootstrap(): void {
    const { clock, logger } = this;
    const name = 'budget-thresholds';
    const loop = startLoop({ name, intervalMs: INTERVAL_MS, run: () => this.announce(), clock, logger });
    this.shutdown.register(name, shutdownOrder.intake, () => loop.stop());
  }

  /** One bounded round; true when there may be more. */
  async announce(): Promise<boolean> {
    // A plain statement: looking is no commit.
    const { rows } = await this.database.query<ReachedRow>('SELECT * FROM thresholds_to_announce($1)', [AT_ONCE]);
    for (const row of rows) {
      const { tenant_id, budget_id, scope_id, window_start, announced_percent, percent } = row;
      await this.database.call(
        'announce_threshold',
        tenant_id,
        budget_id,
        scope_id,
        window_start,
        announced_percent,
        percent,
        JSON.stringify([this.newsOf(row)]),
      );
      this.relay.nudge();
    }
    return rows.length === AT_ONCE;
  }

  private newsOf(row: ReachedRow) {
    const { budget_id, name, scope_kind, scope_id, period, level, percent } = row;
    return outgoingMessage(budgetThresholdReached, {
      eventId: `${budget_id}.${scope_id}.${row.window_start}.${percent}`,
      tenantId: row.tenant_id,
      key: [budget_id],
      payload: {
        budget_id,
        name,
        scope_kind,
        scope_id,
        period,
        level,
        percent,
        limit_micros: Number(row.limit_micros),
        spent_micros: Number(row.spent_micros),
        reserved_micros: Number(row.reserved_micros),
        reached_at: this.clock.now().toISOString(),
      },
    });
  }
}
