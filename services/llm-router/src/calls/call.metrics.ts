import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';

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
  private readonly overhead: Histogram;

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
    this.overhead = metrics.histogram({
      name: 'botarmy_model_call_overhead_seconds',
      help: 'Time of answered calls that was not spent at providers: admission, record, ledger, waiting for a turn',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5],
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

  /** @param ms What a call took besides the providers. */
  spentBesides(ms: number): void {
    this.overhead.observe(Math.max(0, ms) / 1_000);
  }

  tookOver(): void {
    this.doubtful.inc();
  }
}
