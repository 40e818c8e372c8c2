import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';

import { MetricsRegistry } from '@botarmy/chassis';

import { CallKeeper } from './call-keeper';

/** How a question to the router ended. */
export type CallOutcome = 'completed' | 'replayed' | 'failed';

/** Metrics of model calls. */
@Injectable()
export class CallMetrics {
  private readonly calls: Counter<'outcome'>;
  private readonly doubtful: Counter;

  constructor(metrics: MetricsRegistry, keeper: CallKeeper) {
    this.calls = metrics.counter({
      name: 'botarmy_model_calls_total',
      help: 'Model calls asked for, by how they ended',
      labelNames: ['outcome'],
    });
    this.doubtful = metrics.counter({
      name: 'botarmy_model_call_takeovers_total',
      help: 'Calls taken over from a vanished owner: a provider may have been paid twice',
    });
    metrics.gauge({
      name: 'botarmy_model_calls_running',
      help: 'Model calls under way in this replica; what it is scaled by',
      collect: (gauge) => gauge.set(keeper.size),
    });
  }

  ended(outcome: CallOutcome): void {
    this.calls.inc({ outcome });
  }

  tookOver(): void {
    this.doubtful.inc();
  }
}
