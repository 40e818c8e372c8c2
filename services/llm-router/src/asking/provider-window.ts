import { Injectable } from '@nestjs/common';

import { FAILURE_CODES, ProviderFailure } from '../providers/provider-failure';
import type { ProviderExchange } from './provider-exchange';

/** How many of the newest results count. */
export const WINDOW_SIZE = 20;
/** So many failures in a row mean that a provider is not there. */
const FAILURES_IN_A_ROW = 3;

/** Failures that say something about the provider and not about the request. */
const TELLING = new Set<string>(FAILURE_CODES.filter((code) => new ProviderFailure(code).isTelling));

type Result = { readonly isSuccess: boolean; readonly durationMs: number };

/** The newest results of each provider in this replica: news for people, nothing is decided by it. */
@Injectable()
export class ProviderWindow {
  private readonly results = new Map<string, Result[]>();

  add({ provider, outcome, error_code, duration_ms = 0 }: ProviderExchange): void {
    const isSuccess = outcome === 'completed';
    if (!isSuccess && !TELLING.has(error_code ?? '')) return;
    const results = this.results.get(provider) ?? [];
    results.push({ isSuccess, durationMs: duration_ms });
    if (results.length > WINDOW_SIZE) results.shift();
    this.results.set(provider, results);
  }

  /** A provider nobody asked yet counts as healthy; one that failed lately as degraded. */
  statusOf(provider: string): 'healthy' | 'degraded' | 'unavailable' {
    const results = this.results.get(provider) ?? [];
    const newest = results.slice(-FAILURES_IN_A_ROW);
    if (newest.length === FAILURES_IN_A_ROW && newest.every(({ isSuccess }) => !isSuccess)) return 'unavailable';
    return results.every(({ isSuccess }) => isSuccess) ? 'healthy' : 'degraded';
  }

  /** Median duration of the successful requests, in milliseconds; null without any. */
  medianMsOf(provider: string): number | null {
    const durations = (this.results.get(provider) ?? [])
      .filter(({ isSuccess }) => isSuccess)
      .map(({ durationMs }) => durationMs)
      .sort((a, b) => a - b);
    const middle = durations[Math.floor((durations.length - 1) / 2)];
    return middle === undefined ? null : Math.round(middle);
  }
}
