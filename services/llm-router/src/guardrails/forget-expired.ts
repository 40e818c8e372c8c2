import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';

import { Clock, Database, Logger, ShutdownHooks, shutdownOrder, startLoop } from '@botarmy/chassis';

const INTERVAL_MS = 600_000;
const AT_ONCE = 500;

/** Forgets values of old calls without a workflow, and what has expired in the exact cache. */
@Injectable()
export class ForgetExpired implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly shutdown: ShutdownHooks,
  ) {}

  onApplicationBootstrap(): void {
    const { clock, logger } = this;
    const name = 'forget-expired';
    const loop = startLoop({ name, intervalMs: INTERVAL_MS, run: () => this.forget(), clock, logger });
    this.shutdown.register(name, shutdownOrder.intake, () => loop.stop());
  }

  /** One bounded round; true when there may be more. */
  async forget(): Promise<boolean> {
    const [row] = await this.database.call<{ vaults: string; cached: string }>('forget_expired', AT_ONCE);
    return Number(row?.vaults) === AT_ONCE || Number(row?.cached) === AT_ONCE;
  }
}
