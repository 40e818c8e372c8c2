import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';

import { MetricsRegistry } from '@botarmy/chassis';

/** Metrics of refused requests. */
@Injectable()
export class AccessMetrics {
  private readonly refusals: Counter<'status'>;
  private readonly lost: Counter;

  constructor(metrics: MetricsRegistry) {
    this.refusals = metrics.counter({
      name: 'botarmy_access_refusals_total',
      help: 'Requests and socket messages refused for lack of a session or a role',
      labelNames: ['status'],
    });
    this.lost = metrics.counter({
      name: 'botarmy_audit_refusals_lost_total',
      help: 'Refusals of privileged requests that the audit trail did not acknowledge',
    });
  }

  refused(status: number): void {
    this.refusals.inc({ status: String(status) });
  }

  auditLost(): void {
    this.lost.inc();
  }
}
