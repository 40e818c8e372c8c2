import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';

import { MetricsRegistry } from '@botarmy/chassis';

/** What the reconciler had to look after. */
@Injectable()
export class ReconcilerMetrics {
  private readonly looks: Counter<'kind'>;

  constructor(metrics: MetricsRegistry) {
    this.looks = metrics.counter({
      name: 'botarmy_reconciler_looks_total',
      help: 'Due work looked after, by kind; leases that expired are agent-task',
      labelNames: ['kind'],
    });
  }

  /** One piece of due work was looked after. */
  looked(kind: string): void {
    this.looks.inc({ kind });
  }
}
