import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';

import { MetricsRegistry } from '@botarmy/chassis';

import type { PolicyFact } from '../policy/policy-state';
import type { OpeningOutcome } from './request-store';

/** What became of an answer. */
export type AnswerOutcome = 'accepted' | 'repeated' | 'key-reused' | 'answered' | 'closed' | 'refused' | 'unknown';

/** Metrics of requests to people. */
@Injectable()
export class RequestsMetrics {
  private readonly openings: Counter<'outcome'>;
  private readonly closed: Counter;
  private readonly answers: Counter<'outcome'>;
  private readonly waits: Histogram;
  private readonly happenings: Counter<'type'>;

  constructor(metrics: MetricsRegistry) {
    this.openings = metrics.counter({
      name: 'botarmy_hitl_openings_total',
      help: 'Commands to open a request, by what became of them',
      labelNames: ['outcome'],
    });
    this.closed = metrics.counter({
      name: 'botarmy_hitl_closed_requests_total',
      help: 'Requests closed without an answer',
    });
    this.answers = metrics.counter({
      name: 'botarmy_hitl_answers_total',
      help: 'Answers people gave, by what became of them',
      labelNames: ['outcome'],
    });
    this.happenings = metrics.counter({
      name: 'botarmy_hitl_policy_facts_total',
      help: 'What time did to open requests: reminders, escalations, deadlines',
      labelNames: ['type'],
    });
    this.waits = metrics.histogram({
      name: 'botarmy_hitl_wait_seconds',
      help: 'From the opening of a request to the answer that won',
      buckets: [1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400, 604_800],
    });
  }

  opened(outcome: OpeningOutcome): void {
    this.openings.inc({ outcome });
  }

  closedUnanswered(count: number): void {
    this.closed.inc(count);
  }

  answered(outcome: AnswerOutcome): void {
    this.answers.inc({ outcome });
  }

  happened(type: PolicyFact['type']): void {
    this.happenings.inc({ type });
  }

  waited(seconds: number): void {
    this.waits.observe(Math.max(0, seconds));
  }
}
