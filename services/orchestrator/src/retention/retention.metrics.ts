import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';

import { MetricsRegistry } from '@botarmy/chassis';

/** What retention did. */
@Injectable()
export class RetentionMetrics {
  private readonly workflows: Counter<'step'>;

  constructor(metrics: MetricsRegistry) {
    this.workflows = metrics.counter({
      name: 'botarmy_retention_workflows_total',
      help: 'Finished workflows that were archived or erased',
      labelNames: ['step'],
    });
  }

  done(step: 'archived' | 'erased'): void {
    this.workflows.inc({ step });
  }
}
