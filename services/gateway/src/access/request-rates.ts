import { Injectable } from '@nestjs/common';

import { Clock, Problem } from '@botarmy/chassis';
import { ConfigurationInForce } from '@botarmy/messaging';

import { GatewayConfig } from '../config';

const WINDOW_MS = 60_000;
const MOST_COUNTERS = 20_000;

interface Counter {
  startedAtMs: number;
  count: number;
}

/** What is left of a limit; the reply carries it in its RateLimit headers. */
export interface RateLeft {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the window ends. */
  readonly resetSeconds: number;
}

/** Counts the requests of people and tenants per minute, on this replica. */
@Injectable()
export class RequestRates {
  private readonly counters = new Map<string, Counter>();

  constructor(
    private readonly configuration: ConfigurationInForce,
    private readonly config: GatewayConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * Counts a request; undefined when nothing is limited.
   *
   * @throws {Problem} 429 `rate-limited` beyond the limit of the person or of the tenant; such a request does not count.
   */
  count(tenantId: string, userId: string): RateLeft | undefined {
    if (!this.config.RATE_LIMIT_ENABLED) return undefined;
    const inForce = this.configuration.of(tenantId);
    const nowMs = this.clock.monotonicMs();
    const perUser = Number(inForce['rate_limits.requests_per_minute_per_user']);
    const perTenant = Number(inForce['rate_limits.requests_per_minute_per_tenant']);
    const tenant = this.counterOf(tenantId, nowMs);
    const user = this.counterOf(`${tenantId}/${userId}`, nowMs);
    if (user.count >= perUser) throw limited('Your', perUser, user, nowMs);
    if (tenant.count >= perTenant) throw limited('Your tenant’s', perTenant, tenant, nowMs);
    tenant.count += 1;
    user.count += 1;
    return { limit: perUser, remaining: perUser - user.count, resetSeconds: secondsLeft(user, nowMs) };
  }

  private counterOf(key: string, nowMs: number): Counter {
    const known = this.counters.get(key);
    if (known !== undefined && nowMs - known.startedAtMs < WINDOW_MS) return known;
    const fresh = { startedAtMs: nowMs, count: 0 };
    this.counters.delete(key);
    this.counters.set(key, fresh);
    const [oldest] = this.counters.keys();
    if (this.counters.size > MOST_COUNTERS && oldest !== undefined) this.counters.delete(oldest);
    return fresh;
  }
}

function secondsLeft({ startedAtMs }: Counter, nowMs: number): number {
  return Math.max(1, Math.ceil((startedAtMs + WINDOW_MS - nowMs) / 1_000));
}

function limited(whose: string, limit: number, counter: Counter, nowMs: number): Problem {
  const seconds = secondsLeft(counter, nowMs);
  return new Problem({
    status: 429,
    code: 'rate-limited',
    title: 'Too many requests',
    detail: `${whose} limit is ${limit} requests per minute: go on in ${seconds} s.`,
    retryAfterMs: seconds * 1_000,
  });
}
