import { Injectable } from '@nestjs/common';

import { Clock } from '@botarmy/chassis';

import { RouterConfig } from '../config';
import { CircuitBreaker } from './circuit-breaker';
import type { BreakerState, Permit } from './circuit-breaker';
import { LatencyWindow } from './latency-window';
import { RequestGate } from './request-gate';
import { RetryBudget } from './retry-budget';

/** A model under one key of a provider. */
export interface HealthKey {
  readonly provider: string;
  readonly model: string;
  /** Absent for the installation's own key. */
  readonly keyId?: string;
}

/** How one of them does, as far as this replica knows. */
export interface HealthReport extends HealthKey {
  readonly state: BreakerState;
  readonly reopensInMs: number;
  readonly underWay: number;
  readonly firstTokenMs: number | undefined;
}

interface Watched {
  readonly key: HealthKey;
  readonly breaker: CircuitBreaker;
  readonly firstToken: LatencyWindow;
  underWay: number;
}

/** Keys come and go; the oldest are forgotten. */
const MOST_WATCHED = 2_000;

/** What this replica knows of models and keys: circuits, speed, load. Lost with the process, and learnt again. */
@Injectable()
export class ModelHealth {
  private readonly watched = new Map<string, Watched>();
  private readonly gates = new Map<string, RequestGate>();
  private readonly retryBudgets = new Map<string, RetryBudget>();

  constructor(
    private readonly clock: Clock,
    private readonly config: RouterConfig,
  ) {}

  /** The right to ask a model now; undefined while its circuit is open. */
  admit(key: HealthKey): Permit | undefined {
    const watched = this.watchedOf(key);
    const permit = watched.breaker.admit();
    if (permit === undefined) return undefined;
    watched.underWay += 1;
    const ending = <TArguments extends unknown[]>(end: (...given: TArguments) => void) => {
      return (...given: TArguments): void => {
        watched.underWay -= 1;
        end(...given);
      };
    };
    return {
      succeeded: ending(permit.succeeded),
      failed: ending(permit.failed),
      released: ending(permit.released),
    };
  }

  heardFirstToken(key: HealthKey, ms: number): void {
    this.watchedOf(key).firstToken.add(ms);
  }

  /** How a model does under a key; as good as new when it was never asked. */
  reportOf(key: HealthKey): HealthReport {
    const { breaker, underWay, firstToken } = this.watchedOf(key);
    const { state, reopensInMs } = breaker;
    return { ...key, state, reopensInMs, underWay, firstTokenMs: firstToken.averageMs };
  }

  /** Everything that was asked since the start. */
  reports(): HealthReport[] {
    return [...this.watched.values()].map(({ key }) => this.reportOf(key));
  }

  gateOf(provider: string): RequestGate {
    const limits = { concurrency: this.config.PROVIDER_CONCURRENCY, waiting: this.config.PROVIDER_QUEUE };
    return kept(this.gates, provider, () => new RequestGate(this.clock, limits));
  }

  retryBudgetOf(provider: string): RetryBudget {
    return kept(this.retryBudgets, provider, () => new RetryBudget(this.config.RETRY_SHARE));
  }

  private watchedOf(key: HealthKey): Watched {
    const id = `${key.provider}\n${key.model}\n${key.keyId ?? ''}`;
    const limits = { failures: this.config.BREAKER_FAILURES, openMs: this.config.BREAKER_OPEN_MS };
    const watched = kept(this.watched, id, () => ({
      key,
      breaker: new CircuitBreaker(this.clock, limits),
      firstToken: new LatencyWindow(),
      underWay: 0,
    }));
    const [oldest] = this.watched.keys();
    if (this.watched.size > MOST_WATCHED && oldest !== undefined) this.watched.delete(oldest);
    return watched;
  }
}

function kept<TValue>(map: Map<string, TValue>, id: string, make: () => TValue): TValue {
  const known = map.get(id);
  if (known !== undefined) return known;
  const made = make();
  map.set(id, made);
  return made;
}
