import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';

import { MetricsRegistry } from '@botarmy/chassis';

/** How a login ended. */
export type LoginOutcome = 'succeeded' | 'refused' | 'limited';

/** Metrics of logins and sessions. */
@Injectable()
export class SessionMetrics {
  private readonly logins: Counter<'outcome'>;
  private readonly verifications: Counter<'outcome'>;

  constructor(metrics: MetricsRegistry) {
    this.logins = metrics.counter({
      name: 'botarmy_logins_total',
      help: 'Login attempts, by how they ended',
      labelNames: ['outcome'],
    });
    this.verifications = metrics.counter({
      name: 'botarmy_session_verifications_total',
      help: 'Session secrets looked up, by whether they opened a session',
      labelNames: ['outcome'],
    });
  }

  loggedIn(outcome: LoginOutcome): void {
    this.logins.inc({ outcome });
  }

  verified(outcome: 'valid' | 'invalid'): void {
    this.verifications.inc({ outcome });
  }
}
