import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';

import { Clock, ShutdownHooks, shutdownOrder } from '@botarmy/chassis';
import { completeModelCall, completeModelCallV2 } from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { StreamServer } from '@botarmy/messaging';
import type { StreamContext } from '@botarmy/messaging';

import { RouterConfig } from '../config';
import { ProviderFailure } from '../providers/provider-failure';
import { askedCallOf, askedCallOfV2 } from './asked-call';
import type { AskedCall } from './asked-call';
import { replyOf, replyOfV2 } from './call-reply';
import type { CompletedCall } from './complete-call';
import { GuardedCalls } from './guarded-calls';

/** Time kept at a stop for booking what was interrupted. */
const BOOKING_MS = 5_000;

/** Answers both versions of `completeModelCall` as streams. */
@Injectable()
export class ModelCallServer implements OnApplicationBootstrap {
  private readonly interrupting = new AbortController();
  private readonly running = new Set<Promise<CompletedCall>>();

  constructor(
    private readonly streams: StreamServer,
    private readonly calls: GuardedCalls,
    private readonly config: RouterConfig,
    private readonly clock: Clock,
    private readonly shutdown: ShutdownHooks,
  ) {}

  onApplicationBootstrap(): void {
    this.streams.serve(completeModelCall, async (request, context) =>
      replyOf(await this.complete(askedCallOf(request), context)),
    );
    this.streams.serve(completeModelCallV2, async (request, context) =>
      replyOfV2(await this.complete(askedCallOfV2(request), context)),
    );
    this.shutdown.register('model-calls', shutdownOrder.intake, () => this.drain());
  }

  /** The answer to a question that is not streamed. */
  answerWhole(asked: AskedCall, caller: Caller): Promise<CompletedCall> {
    const nobody = (): void => undefined;
    return this.complete(asked, { caller, signal: new AbortController().signal, delta: nobody, reset: nobody });
  }

  private complete(asked: AskedCall, context: StreamContext): Promise<CompletedCall> {
    const signal = AbortSignal.any([context.signal, this.interrupting.signal]);
    const call = this.calls.complete(asked, { ...context, signal });
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
