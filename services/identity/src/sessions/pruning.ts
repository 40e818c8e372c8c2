import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';

import { Clock, Database, Logger, ShutdownHooks, shutdownOrder, startLoop } from '@botarmy/chassis';

import { IdentityConfig } from '../config';

const INTERVAL_MS = 10 * 60_000;

/** Forgets attempts outside the window and sessions that ended long ago. */
@Injectable()
export class Pruning implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly config: IdentityConfig,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly shutdown: ShutdownHooks,
  ) {}

  onApplicationBootstrap(): void {
    const { clock, logger } = this;
    const loop = startLoop({
      name: 'identity-pruning',
      intervalMs: INTERVAL_MS,
      run: () => this.prune(),
      clock,
      logger,
    });
    this.shutdown.register('identity-pruning', shutdownOrder.intake, () => loop.stop());
  }

  /** One bounded round; true when there is more to forget. */
  async prune(): Promise<boolean> {
    const [row] = await this.database.call<{ has_more: boolean }>('identity_prune', this.config.LOGIN_WINDOW_SECONDS);
    return row?.has_more === true;
  }
}
