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
  private readonly shadows: Counter<'outcome'>;

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
    this.shadows = metrics.counter({
      name: 'botarmy_model_call_shadows_total',
      help: 'Models asked besides for comparison, by what came of it',
      labelNames: ['outcome'],
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

  shadowed(outcome: 'completed' | 'refused' | 'failed' | 'left-out'): void {
    this.shadows.inc({ outcome });
  }

  tookOver(): void {
    this.doubtful.inc();
  }
}
