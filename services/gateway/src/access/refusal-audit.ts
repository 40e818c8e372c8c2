import { Injectable } from '@nestjs/common';

import { Clock, Logger } from '@botarmy/chassis';
import { accessRefused, createId, DEFAULT_TENANT_ID } from '@botarmy/contracts';
import { outgoingMessage, Publisher } from '@botarmy/messaging';

import { AccessMetrics } from './access.metrics';
import type { VerifiedSession } from './verified-session';

/** A refused privileged request or socket message. */
export interface Refusal {
  readonly requestId: string;
  readonly session: VerifiedSession | undefined;
  /** HTTP method, or `WS`. */
  readonly method: string;
  /** Route template, or the name of the message. */
  readonly route: string;
  readonly status: number;
  readonly code: string;
}

/** A refusal is answered after this long even when the audit trail is silent. */
const PATIENCE_MS = 1_500;
/** Beyond so many unacknowledged entries a flood of refusals is answered without waiting, and counted as lost. */
const MOST_WAITING = 200;

/** Tells the audit trail about refusals, and waits for its word. */
@Injectable()
export class RefusalAudit {
  private waiting = 0;

  constructor(
    private readonly publisher: Publisher,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly metrics: AccessMetrics,
  ) {}

  /** Never throws: a lost entry is counted and logged, and the request is refused all the same. */
  async record(refusal: Refusal): Promise<void> {
    const over = new AbortController();
    this.waiting += 1;
    try {
      if (this.waiting > MOST_WAITING) throw new Error('too many refusals wait for the audit trail');
      await Promise.race([this.publish(refusal), this.runOut(over.signal)]);
    } catch (err) {
      this.metrics.auditLost();
      this.logger.error({ err, route: refusal.route, status: refusal.status }, 'refusal was not recorded');
    } finally {
      this.waiting -= 1;
      over.abort();
    }
  }

  private async publish({ requestId, session, method, route, status, code }: Refusal): Promise<void> {
    const eventId = createId('msg');
    await this.publisher.publish(
      outgoingMessage(accessRefused, {
        eventId,
        tenantId: session?.user.tenant_id ?? DEFAULT_TENANT_ID,
        key: [eventId],
        payload: {
          request_id: /^[A-Za-z0-9]/.test(requestId) ? requestId : createId('req'),
          user_id: session?.user.id ?? 'anonymous',
          method,
          route: route.slice(0, 300),
          status,
          code,
          refused_at: this.clock.now().toISOString(),
        },
      }),
    );
  }

  private async runOut(signal: AbortSignal): Promise<void> {
    // Aborted means that the race is over.
    await this.clock.sleep(PATIENCE_MS, signal).catch(() => undefined);
    if (!signal.aborted) throw new Error('the broker did not acknowledge the refusal in time');
  }
}
