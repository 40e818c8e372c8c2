import { Injectable } from '@nestjs/common';

import { MetricsRegistry } from '@botarmy/chassis';

import type { CallOutcome } from './call-log';
import type { ProviderName } from './simulated-call';

/** Counts simulated calls and the tokens they delivered. */
@Injectable()
export class SimulatorMetrics {
  private readonly calls;
  private readonly tokens;

  constructor(metrics: MetricsRegistry) {
    this.calls = metrics.counter({
      name: 'botarmy_simulator_calls_total',
      help: 'Simulated model calls by provider protocol and outcome.',
      labelNames: ['provider', 'outcome'],
    });
    this.tokens = metrics.counter({
      name: 'botarmy_simulator_output_tokens_total',
      help: 'Output tokens delivered by provider protocol.',
      labelNames: ['provider'],
    });
  }

  recordCall(provider: ProviderName, outcome: CallOutcome, tokens: number): void {
    this.calls.inc({ provider, outcome });
    this.tokens.inc({ provider }, tokens);
  }
}
