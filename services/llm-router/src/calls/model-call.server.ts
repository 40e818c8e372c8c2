import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';

import { Clock, ShutdownHooks, shutdownOrder } from '@botarmy/chassis';
import { completeModelCall } from '@botarmy/contracts';
import type { CompleteModelCallReply } from '@botarmy/contracts';
import { StreamServer } from '@botarmy/messaging';

import { RouterConfig } from '../config';
import { ProviderFailure } from '../providers/provider-failure';
import { CompleteCall } from './complete-call';

/** Time kept at a stop for booking what was interrupted. */
const BOOKING_MS = 5_000;

/** Answers `completeModelCall` as a stream. */
@Injectable()
export class ModelCallServer implements OnApplicationBootstrap {
  private readonly interrupting = new AbortController();
  private readonly running = new Set<Promise<CompleteModelCallReply>>();

  constructor(
    private readonly streams: StreamServer,
    private readonly calls: CompleteCall,
    private readonly config: RouterConfig,
    private readonly clock: Clock,
    private readonly shutdown: ShutdownHooks,
  ) {}

  onApplicationBootstrap(): void {
    this.streams.serve(completeModelCall, (request, context) => {
      const signal = AbortSignal.any([context.signal, this.interrupting.signal]);
      return this.track(this.calls.complete(request, { ...context, signal }));
    });
    this.shutdown.register('model-calls', shutdownOrder.intake, () => this.drain());
  }

  private track(call: Promise<CompleteModelCallReply>): Promise<CompleteModelCallReply> {
    this.running.add(call);
    return call.finally(() => this.running.delete(call));
  }

  /** Lets calls finish; what cannot in time is ended and booked, so that whoever asks again need not wait for a lease. */
  private async drain(): Promise<void> {
    const patienceMs = Math.max(0, this.config.SHUTDOWN_TIMEOUT_MS - BOOKING_MS);
    const timer = this.clock.setTimer(patienceMs, () => this.interrupting.abort(new ProviderFailure('interrupted')));
    await Promise.allSettled(this.running);
    timer.cancel();
  }
}
