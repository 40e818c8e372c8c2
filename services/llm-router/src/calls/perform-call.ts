import { Injectable } from '@nestjs/common';

import { Clock, crashPoint, isRetryableDatabaseError, Logger, RetryableError } from '@botarmy/chassis';

import type { ProviderExchange } from '../asking/provider-exchange';
import { TryCandidates } from '../asking/try-candidates';
import type { AnswerGuard } from '../guardrails/answer-guard';
import { KeyRing } from '../keys/provider/key-ring';
import { PriceExchanges } from '../prices/price-exchanges';
import type { Prompt } from '../prompt/prompt';
import { ProviderFailure } from '../providers/provider-failure';
import type { Candidate } from '../routes/candidate';
import { AnswerWatch } from './answer-watch';
import type { AnswerSink } from './answer-watch';
import type { BuiltCall } from './build-call';
import { CallKeeper } from './call-keeper';
import type { CallToSettle, HeldCall, RecordedAnswer, SettledCall } from './call-rows';
import { CallStore } from './call-store';
import { brokenStreamProblem, problemOf } from './failure-problem';
import { GatheredNudges } from './gathered-nudges';
import { recordedAnswerOf, settlementOf } from './settlement';

/** A begun call with everything needed to carry it out. */
export interface CallToPerform {
  readonly held: HeldCall;
  readonly built: BuiltCall;
  readonly prompt: Prompt;
  readonly candidates: readonly [Candidate, ...Candidate[]];
  readonly signal: AbortSignal;
  readonly sink: AnswerSink;
  readonly guard?: AnswerGuard;
}

/** A paid answer is worth several tries to record it: together about a minute. */
const SETTLE_PAUSES_MS = [100, 250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** Carries out a call that was begun: asks the providers and books what came of it. */
@Injectable()
export class PerformCall {
  constructor(
    private readonly tries: TryCandidates,
    private readonly store: CallStore,
    private readonly keeper: CallKeeper,
    private readonly prices: PriceExchanges,
    private readonly keys: KeyRing,
    private readonly news: GatheredNudges,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * The answer that counts, recorded; its text has gone to the sink. Undefined when somebody took the call over and is still at it.
   *
   * @throws {Problem} what the providers' failure means for the caller.
   */
  async perform(call: CallToPerform): Promise<RecordedAnswer | undefined> {
    const { held, built, sink } = call;
    // Vectors are no tokens: their length says nothing about what they cost.
    const limit = call.prompt.output.kind === 'embedding' ? Number.POSITIVE_INFINITY : built.outputTokens;
    const watch = new AnswerWatch(sink, limit, call.guard);
    const release = this.keeper.hold(held, () => watch.stop(new ProviderFailure('interrupted')));
    const startMs = this.clock.monotonicMs();
    try {
      const signal = AbortSignal.any([call.signal, watch.signal]);
      const outcome = await this.tries.run(call.candidates, call.prompt, signal, {
        onText: (text) => watch.add(text),
        onReset: () => watch.reset(),
        onNextRequest: (exchanges) => this.note(held, exchanges),
        keyFor: (candidate, refused) => this.keys.next(held.tenant_id, candidate, refused),
        onKeyRefused: (keyId) => this.keys.refused(keyId),
      });
      crashPoint('router.before-settle');
      const result = await watch.ended(outcome.result);
      const exchanges = this.prices.price(held.tenant_id, call.candidates, watch.corrected(outcome.exchanges));
      const end = {
        exchanges,
        result,
        partialText: watch.text,
        durationMs: this.clock.monotonicMs() - startMs,
        settledAt: this.clock.now(),
        guardrails: call.guard?.report,
      };
      const settlement = settlementOf(held, built.row, end, built.cache);
      const settled = await this.settle(settlement);
      crashPoint('router.after-settle');
      this.news.nudge();
      if (settled.answer !== undefined) {
        // Somebody else took the call over and finished first: one key has one answer.
        sink.reset();
        sink.delta(settled.answer.text);
        return settled.answer;
      }
      // Somebody took it over and is at it: their answer is worth waiting for, as long as somebody waits for this one.
      if (settled.outcome === 'superseded' && result instanceof ProviderFailure && !call.signal.aborted) {
        sink.reset();
        return undefined;
      }
      if (result instanceof ProviderFailure) {
        throw outcome.brokenText === undefined || result.code === 'answer-blocked'
          ? problemOf(result, outcome.retryAfterMs)
          : brokenStreamProblem(result);
      }
      return recordedAnswerOf(held, result, settlement);
    } finally {
      release();
    }
  }

  /** The record knows of a request before it leaves; one that cannot be noted still goes out. */
  private async note(held: HeldCall, exchanges: readonly ProviderExchange[]): Promise<void> {
    const provider_requests = exchanges.map((exchange) => ({ ...exchange, claim: held.claim }));
    try {
      await this.store.extend([{ ...held, provider_requests }]);
    } catch (err) {
      this.logger.warn({ err, call_id: held.call_id }, 'the next provider request could not be noted');
    }
  }

  private async settle(settlement: CallToSettle): Promise<SettledCall> {
    for (const pauseMs of SETTLE_PAUSES_MS) {
      try {
        return await this.store.settle(settlement);
      } catch (err) {
        if (!isRetryableDatabaseError(err) && !(err instanceof RetryableError)) throw err;
        this.logger.warn({ err, call_id: settlement.call_id }, 'call could not be settled, will retry');
        await this.clock.sleep(pauseMs);
      }
    }
    return this.store.settle(settlement);
  }
}
