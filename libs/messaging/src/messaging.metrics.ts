import type { Counter, Histogram } from 'prom-client';

import type { MetricsRegistry } from '@botarmy/chassis';

/** Metrics of the messages a service handles and of the questions it asks. */
export class MessagingMetrics {
  private readonly deliveries: Counter<'consumer' | 'outcome'>;
  private readonly handling: Histogram<'consumer'>;
  private readonly questions: Histogram<'subject' | 'outcome'>;

  constructor(metrics: MetricsRegistry) {
    this.deliveries = metrics.counter({
      name: 'botarmy_consumer_deliveries_total',
      help: 'Deliveries settled, by durable consumer and outcome',
      labelNames: ['consumer', 'outcome'],
    });
    this.handling = metrics.histogram({
      name: 'botarmy_consumer_handling_seconds',
      help: 'Time from delivery to settlement',
      labelNames: ['consumer'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30, 120, 600],
    });
    this.questions = metrics.histogram({
      name: 'botarmy_question_seconds',
      help: 'Time from asking another service to its answer',
      labelNames: ['subject', 'outcome'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30, 120],
    });
  }

  /** A delivery was settled. */
  settled(consumer: string, outcome: 'acknowledged' | 'repeated' | 'parked', durationMs: number): void {
    this.deliveries.inc({ consumer, outcome });
    this.handling.observe({ consumer }, durationMs / 1_000);
  }

  /** A question was answered, refused or not answered in time. */
  asked(subject: string, outcome: 'answered' | 'refused' | 'unavailable', durationMs: number): void {
    this.questions.observe({ subject, outcome }, durationMs / 1_000);
  }
}
