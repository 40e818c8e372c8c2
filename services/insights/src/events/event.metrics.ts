import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';

import { MetricsRegistry } from '@botarmy/chassis';

/** Metrics of recorded events. */
@Injectable()
export class EventMetrics {
  private readonly recorded: Counter<'outcome'>;
  private readonly batchEvents: Histogram;

  constructor(metrics: MetricsRegistry) {
    this.recorded = metrics.counter({
      name: 'botarmy_insights_events_total',
      help: 'Events received, by whether they were new',
      labelNames: ['outcome'],
    });
    this.batchEvents = metrics.histogram({
      name: 'botarmy_insights_commit_events',
      help: 'Events that shared one commit',
      buckets: [1, 5, 10, 25, 50, 100, 200],
    });
  }

  committed(received: number, recorded: number): void {
    this.batchEvents.observe(received);
    this.recorded.inc({ outcome: 'recorded' }, recorded);
    this.recorded.inc({ outcome: 'repeated' }, received - recorded);
  }
}
