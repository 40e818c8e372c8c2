import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';

import { MetricsRegistry } from '@botarmy/chassis';

import type { ProviderExchange } from './provider-exchange';

const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/** Metrics of requests to providers. Outcomes are `completed` and the failure codes. */
@Injectable()
export class ProviderMetrics {
  private readonly requests: Counter<'provider' | 'outcome'>;
  private readonly duration: Histogram<'provider'>;
  private readonly firstToken: Histogram<'provider'>;
  private readonly queueWait: Histogram<'provider'>;
  private readonly tokens: Counter<'provider' | 'direction'>;
  private readonly cost: Counter<'provider'>;

  constructor(metrics: MetricsRegistry) {
    this.requests = metrics.counter({
      name: 'botarmy_provider_requests_total',
      help: 'Requests to providers, by how they ended',
      labelNames: ['provider', 'outcome'],
    });
    this.duration = metrics.histogram({
      name: 'botarmy_provider_request_seconds',
      help: 'Time from asking a provider to the end of its answer',
      labelNames: ['provider'],
      buckets: SECONDS,
    });
    this.firstToken = metrics.histogram({
      name: 'botarmy_provider_first_token_seconds',
      help: 'Time from asking a provider to the first text of its answer',
      labelNames: ['provider'],
      buckets: SECONDS,
    });
    this.queueWait = metrics.histogram({
      name: 'botarmy_provider_queue_wait_seconds',
      help: 'Time a request waited for its turn before it left for the provider',
      labelNames: ['provider'],
      buckets: SECONDS,
    });
    this.tokens = metrics.counter({
      name: 'botarmy_provider_tokens_total',
      help: 'Tokens of completed requests, as the provider counts them',
      labelNames: ['provider', 'direction'],
    });
    this.cost = metrics.counter({
      name: 'botarmy_provider_cost_micros_total',
      help: 'Millionths of a US dollar paid for completed requests',
      labelNames: ['provider'],
    });
  }

  ended(exchange: ProviderExchange): void {
    const { provider } = exchange;
    this.requests.inc({ provider, outcome: exchange.error_code ?? exchange.outcome });
    this.duration.observe({ provider }, (exchange.duration_ms ?? 0) / 1_000);
    this.queueWait.observe({ provider }, (exchange.queued_ms ?? 0) / 1_000);
    if (exchange.first_token_ms !== undefined) this.firstToken.observe({ provider }, exchange.first_token_ms / 1_000);
    this.tokens.inc({ provider, direction: 'input' }, exchange.input_tokens ?? 0);
    this.tokens.inc({ provider, direction: 'output' }, exchange.output_tokens ?? 0);
    this.cost.inc({ provider }, exchange.cost_micros ?? 0);
  }
}
