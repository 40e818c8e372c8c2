import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';

import { MetricsRegistry } from '@botarmy/chassis';

/** Metrics of model answers as the runner gets them. */
@Injectable()
export class WritingMetrics {
  private readonly answers: Counter<'pool' | 'turn' | 'source'>;

  constructor(metrics: MetricsRegistry) {
    this.answers = metrics.counter({
      name: 'botarmy_agent_answers_total',
      help: 'Model answers, by pool, whether they repair an earlier one, and whether they were replayed from the record',
      labelNames: ['pool', 'turn', 'source'],
    });
  }

  /** @param turn 1 is the first answer of an attempt. */
  answered(pool: string, turn: number, isReplayed: boolean): void {
    this.answers.inc({ pool, turn: turn === 1 ? 'first' : 'repair', source: isReplayed ? 'record' : 'model' });
  }
}
