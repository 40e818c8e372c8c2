import type { RetryPolicy } from '../definition/compiled-process';
import { MAX_RETRY_AFTER_MS } from './limits';

/** Milliseconds to wait after the given number of failures; never less than the provider asked for (bounded). */
export function retryDelayMs(policy: RetryPolicy, failures: number, retryAfterMs: number | null | undefined): number {
  const backOff = Math.min(policy.max_delay_ms, policy.delay_ms * policy.factor ** Math.max(0, failures - 1));
  const asked = Math.min(MAX_RETRY_AFTER_MS, Math.max(0, retryAfterMs ?? 0));
  return Math.round(Math.max(backOff, asked));
}

/** The instant that many milliseconds later, both ISO 8601 in UTC. */
export function later(now: string, delayMs: number): string {
  return new Date(Date.parse(now) + delayMs).toISOString();
}
