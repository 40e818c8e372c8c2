import { Injectable } from '@nestjs/common';

import { MetricsRegistry } from '@botarmy/chassis';

/** What is counted about agents' answers in conversations. */
@Injectable()
export class AnswersMetrics {
  private readonly answers;

  constructor(metrics: MetricsRegistry) {
    this.answers = metrics.counter({
      name: 'botarmy_conversation_answers_total',
      help: 'Answers of agents in conversations, by how they ended',
      labelNames: ['status'],
    });
  }

  settled(status: 'complete' | 'failed'): void {
    this.answers.inc({ status });
  }
}
