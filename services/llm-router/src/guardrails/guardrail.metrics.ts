import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';

import { MetricsRegistry } from '@botarmy/chassis';

import type { GuardReport } from './guard-report';

/** Metrics of what is found in model calls. */
@Injectable()
export class GuardrailMetrics {
  private readonly findings: Counter<'side' | 'kind' | 'action'>;

  constructor(metrics: MetricsRegistry) {
    this.findings = metrics.counter({
      name: 'botarmy_guardrail_findings_total',
      help: 'Secrets, personal data and orders to the model found in calls, by what was done about them',
      labelNames: ['side', 'kind', 'action'],
    });
  }

  found(report: GuardReport | undefined): void {
    for (const { side, kind, action, count } of report ?? []) this.findings.inc({ side, kind, action }, count);
  }
}
