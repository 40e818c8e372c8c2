import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';

import { Clock, Logger, ShutdownHooks, shutdownOrder, startLoop } from '@botarmy/chassis';

import { OrphanSweep } from './orphan-sweep';

const INTERVAL_MS = 3_600_000;

/** Sweeps when the service starts and once an hour, page by page. */
@Injectable()
export class OrphanLoop implements OnApplicationBootstrap {
  constructor(
    private readonly sweep: OrphanSweep,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly shutdown: ShutdownHooks,
  ) {}

  onApplicationBootstrap(): void {
    const { clock, logger } = this;
    const run = (): Promise<boolean> => this.sweep.sweepPage();
    const loop = startLoop({ name: 'orphan-sweep', intervalMs: INTERVAL_MS, run, clock, logger });
    this.shutdown.register('orphan-sweep', shutdownOrder.intake, () => loop.stop());
  }
}
