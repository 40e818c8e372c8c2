import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';

import { Clock, Logger, ShutdownHooks, shutdownOrder, startLoop } from '@botarmy/chassis';

import { TextIndexer } from './text-indexer';

const INTERVAL_MS = 1_000;

/** Makes what was stored searchable about once a second, group by group. */
@Injectable()
export class IndexLoop implements OnApplicationBootstrap {
  constructor(
    private readonly indexer: TextIndexer,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly shutdown: ShutdownHooks,
  ) {}

  onApplicationBootstrap(): void {
    const { clock, logger } = this;
    const run = (): Promise<boolean> => this.indexer.indexGroup();
    const loop = startLoop({ name: 'artifact-index', intervalMs: INTERVAL_MS, run, clock, logger });
    this.shutdown.register('artifact-index', shutdownOrder.intake, () => loop.stop());
  }
}
