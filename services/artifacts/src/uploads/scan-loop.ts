import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';

import { Clock, Logger, ShutdownHooks, shutdownOrder, startLoop } from '@botarmy/chassis';
import type { Loop } from '@botarmy/chassis';

import { ScanUploads } from './scan-uploads';

/** What was postponed is looked at again so soon after it is due. */
const INTERVAL_MS = 5_000;

/** Looks at uploads as soon as they arrive here, and at what waits every few seconds. */
@Injectable()
export class ScanLoop implements OnApplicationBootstrap {
  private loop: Loop | undefined;
  private hasBegun = false;

  constructor(
    private readonly scans: ScanUploads,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly shutdown: ShutdownHooks,
  ) {}

  onApplicationBootstrap(): void {
    const { clock, logger } = this;
    const run = (): Promise<boolean> => this.run();
    const loop = startLoop({ name: 'upload-scan', intervalMs: INTERVAL_MS, run, clock, logger });
    this.loop = loop;
    this.shutdown.register('upload-scan', shutdownOrder.intake, () => loop.stop());
  }

  nudge(): void {
    this.loop?.nudge();
  }

  private async run(): Promise<boolean> {
    if (!this.hasBegun) await this.scans.begin();
    this.hasBegun = true;
    return this.scans.round();
  }
}
