import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';

import { MetricsRegistry } from '@botarmy/chassis';

/** How an attempt left this runner; `repeated` ones come back to it or to another, `cancelled` ones nobody waits for. */
export type AttemptOutcome = 'completed' | 'asked' | 'failed' | 'repeated' | 'cancelled';

/** Metrics of attempts, by pool: the agents in it are configuration. */
@Injectable()
export class AttemptMetrics {
  private readonly attempts: Counter<'pool' | 'outcome'>;
  private readonly durations: Histogram<'pool' | 'outcome'>;

  constructor(metrics: MetricsRegistry) {
    this.attempts = metrics.counter({
      name: 'botarmy_agent_attempts_total',
      help: 'Attempts at agent tasks, by pool and how they left the runner',
      labelNames: ['pool', 'outcome'],
    });
    this.durations = metrics.histogram({
      name: 'botarmy_agent_attempt_seconds',
      help: 'Time from taking an agent task to its report',
      labelNames: ['pool', 'outcome'],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 30, 60, 120, 300, 600, 1_800],
    });
  }

  ended(pool: string, outcome: AttemptOutcome, durationMs: number): void {
    this.attempts.inc({ pool, outcome });
    this.durations.observe({ pool, outcome }, durationMs / 1_000);
  }
}
