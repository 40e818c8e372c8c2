import type { Clock } from '@botarmy/chassis';

/** When a circuit opens and for how long. */
export interface BreakerLimits {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** Milliseconds it stays open the first time; doubled with every failed probe. */
  readonly openMs: number;
}

/** Whether requests may pass. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** The right to send one request; exactly one of its endings is told. */
export interface Permit {
  succeeded(): void;
  /** @param retryAfterMs How long the provider asks to be left alone. */
  failed(retryAfterMs?: number): void;
  /** It ended without saying anything about the provider. */
  released(): void;
}

/** However often probes fail, one is sent this often. */
const LONGEST_OPEN_MS = 120_000;
/** No provider is left alone longer than this, whatever it asks for. */
const LONGEST_COOL_DOWN_MS = 600_000;
/** A timer may fire a little early. */
const TOLERANCE_MS = 5;

/** Keeps requests away from what fails in a row, or asked to be left alone; lets one through now and then to see. */
export class CircuitBreaker {
  private failuresInARow = 0;
  private openings = 0;
  private opensAtMs = 0;
  private isProbing = false;

  constructor(
    private readonly clock: Clock,
    private readonly limits: BreakerLimits,
  ) {}

  get state(): BreakerState {
    if (this.reopensInMs > 0) return 'open';
    return this.openings > 0 ? 'half-open' : 'closed';
  }

  /** Milliseconds until a request may pass again; 0 when one may now. */
  get reopensInMs(): number {
    const remainingMs = this.opensAtMs - this.clock.monotonicMs();
    return remainingMs <= TOLERANCE_MS ? 0 : remainingMs;
  }

  /** The right to send a request now; undefined while it is open, or half open with a probe under way. */
  admit(): Permit | undefined {
    if (this.reopensInMs > 0) return undefined;
    const isProbe = this.openings > 0;
    if (isProbe && this.isProbing) return undefined;
    this.isProbing ||= isProbe;
    return {
      succeeded: () => this.close(),
      failed: (retryAfterMs) => this.count(isProbe, retryAfterMs),
      released: () => {
        if (isProbe) this.isProbing = false;
      },
    };
  }

  private close(): void {
    this.failuresInARow = 0;
    this.openings = 0;
    this.opensAtMs = 0;
    this.isProbing = false;
  }

  private count(isProbe: boolean, retryAfterMs = 0): void {
    this.failuresInARow += 1;
    if (isProbe) this.isProbing = false;
    if (isProbe || (this.openings === 0 && this.failuresInARow >= this.limits.failures)) {
      const openMs = Math.min(this.limits.openMs * 2 ** this.openings, LONGEST_OPEN_MS);
      this.openings += 1;
      this.leaveAlone(openMs);
    }
    this.leaveAlone(Math.min(retryAfterMs, LONGEST_COOL_DOWN_MS));
  }

  private leaveAlone(ms: number): void {
    this.opensAtMs = Math.max(this.opensAtMs, this.clock.monotonicMs() + ms);
  }
}
