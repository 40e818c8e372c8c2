import { Injectable } from '@nestjs/common';
import type { Gauge } from 'prom-client';

import { MetricsRegistry } from '@botarmy/chassis';

/** Metrics of the AG-UI door. */
@Injectable()
export class AguiMetrics {
  private readonly runs: Gauge;

  constructor(metrics: MetricsRegistry) {
    this.runs = metrics.gauge({ name: 'botarmy_agui_open_runs', help: 'AG-UI runs being told to a client' });
  }

  running(count: number): void {
    this.runs.set(count);
  }
}
