import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';

import { MetricsRegistry } from '@botarmy/chassis';

/** Metrics of the search for blobs that no version names. */
@Injectable()
export class OrphanMetrics {
  private readonly removed: Counter;

  constructor(metrics: MetricsRegistry) {
    this.removed = metrics.counter({
      name: 'botarmy_orphan_blobs_removed_total',
      help: 'Blobs removed because no version names them',
    });
  }

  sweptOne(): void {
    this.removed.inc();
  }
}
