import { Injectable } from '@nestjs/common';
import type { Counter, Gauge } from 'prom-client';

import { MetricsRegistry } from '@botarmy/chassis';

/** How an upgrade ended. */
export type UpgradeOutcome =
  'accepted' | 'unknown-path' | 'foreign-origin' | 'full' | 'stopping' | 'refused' | 'unavailable';
/** Why the gateway closed a socket. */
export type ClosingReason = 'session-ended' | 'too-slow' | 'silent' | 'going-away' | 'too-chatty';

/** Metrics of the WebSocket hub. */
@Injectable()
export class LiveMetrics {
  private readonly connections: Gauge;
  private readonly upgrades: Counter<'outcome'>;
  private readonly closings: Counter<'reason'>;
  private readonly gaps: Counter;

  constructor(metrics: MetricsRegistry) {
    this.connections = metrics.gauge({ name: 'botarmy_live_connections', help: 'Open WebSocket connections' });
    this.upgrades = metrics.counter({
      name: 'botarmy_live_upgrades_total',
      help: 'Attempts to open a WebSocket, by how they ended',
      labelNames: ['outcome'],
    });
    this.closings = metrics.counter({
      name: 'botarmy_live_closed_connections_total',
      help: 'WebSocket connections the gateway closed, by reason',
      labelNames: ['reason'],
    });
    this.gaps = metrics.counter({
      name: 'botarmy_live_filled_gaps_total',
      help: 'Times events of a watched workflow were missing and read from its log',
    });
  }

  connected(count: number): void {
    this.connections.set(count);
  }

  upgraded(outcome: UpgradeOutcome): void {
    this.upgrades.inc({ outcome });
  }

  closed(reason: ClosingReason): void {
    this.closings.inc({ reason });
  }

  gapFilled(): void {
    this.gaps.inc();
  }
}
