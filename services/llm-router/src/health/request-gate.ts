import type { Clock } from '@botarmy/chassis';

import { ProviderFailure } from '../providers/provider-failure';

/** How many may be under way at once, and how many may wait for that. */
export interface GateLimits {
  readonly concurrency: number;
  readonly waiting: number;
}

/** A place among the requests under way. */
export interface GatePass {
  readonly waitedMs: number;
  leave(): void;
}

/** Lets so many requests to a provider be under way at once; the others wait in line, a bounded one. */
export class RequestGate {
  private inside = 0;
  private readonly line = new Set<() => void>();

  constructor(
    private readonly clock: Clock,
    private readonly limits: GateLimits,
  ) {}

  /** Requests under way. */
  get underWay(): number {
    return this.inside;
  }

  /** Requests that wait. */
  get waiting(): number {
    return this.line.size;
  }

  /**
   * Waits for a place.
   *
   * @throws {ProviderFailure} `queue-full`; the signal's reason when it is aborted meanwhile.
   */
  async enter(signal: AbortSignal): Promise<GatePass> {
    const sinceMs = this.clock.monotonicMs();
    if (this.inside < this.limits.concurrency) this.inside += 1;
    else await this.waitInLine(signal);
    let hasLeft = false;
    return {
      waitedMs: this.clock.monotonicMs() - sinceMs,
      leave: () => {
        if (hasLeft) return;
        hasLeft = true;
        this.leave();
      },
    };
  }

  private async waitInLine(signal: AbortSignal): Promise<void> {
    if (this.line.size >= this.limits.waiting) throw new ProviderFailure('queue-full');
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = (): void => {
      this.line.delete(resolve);
      reject(signal.reason);
    };
    this.line.add(resolve);
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** The place goes to the first in line, so nobody overtakes. */
  private leave(): void {
    const [next] = this.line;
    if (next === undefined) {
      this.inside -= 1;
      return;
    }
    this.line.delete(next);
    next();
  }
}
