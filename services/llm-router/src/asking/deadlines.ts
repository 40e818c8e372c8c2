import type { Clock, TimerHandle } from '@botarmy/chassis';

import { ProviderFailure } from '../providers/provider-failure';

/** Milliseconds a provider may take for each part of an answer. */
export interface PhaseLimits {
  readonly connect: number;
  readonly firstByte: number;
  readonly idle: number;
}

type Phase = keyof PhaseLimits;

const CODES = { connect: 'connect-timeout', firstByte: 'first-byte-timeout', idle: 'idle-timeout' } as const;

/** Watches over one request: the time to connect, to the first event, between two events. One timer, however many events. */
export class Deadlines {
  private phase: Phase = 'connect';
  private sinceMs: number;
  private timer: TimerHandle;

  constructor(
    private readonly clock: Clock,
    private readonly limits: PhaseLimits,
    private readonly expire: (failure: ProviderFailure) => void,
  ) {
    this.sinceMs = clock.monotonicMs();
    this.timer = this.arm(limits.connect);
  }

  /** The connection stands. */
  connected(): void {
    if (this.phase === 'connect') this.enter('firstByte');
  }

  /** An event arrived. */
  heard(): void {
    if (this.phase === 'idle') this.sinceMs = this.clock.monotonicMs();
    else this.enter('idle');
  }

  /** Much arrived of an event that is still coming: no silence, however long the event is. */
  flowing(): void {
    if (this.phase === 'idle') this.sinceMs = this.clock.monotonicMs();
  }

  stop(): void {
    this.timer.cancel();
  }

  private enter(phase: Phase): void {
    this.timer.cancel();
    this.phase = phase;
    this.sinceMs = this.clock.monotonicMs();
    this.timer = this.arm(this.limits[phase]);
  }

  private arm(ms: number): TimerHandle {
    return this.clock.setTimer(ms, () => {
      const remainingMs = this.limits[this.phase] - (this.clock.monotonicMs() - this.sinceMs);
      // A timer may fire a fraction of a millisecond early.
      if (remainingMs >= 1) this.timer = this.arm(remainingMs);
      else this.expire(new ProviderFailure(CODES[this.phase]));
    });
  }
}
