import { Injectable } from '@nestjs/common';

import { Clock, Logger } from '@botarmy/chassis';

import { RouterConfig } from '../config';
import { ProviderFailure } from '../providers/provider-failure';
import type { Candidate } from '../routes/route-book';
import { AskProvider } from './ask-provider';
import { pauseBeforeRound } from './back-off';
import type { Prompt } from './prompt';
import type { ProviderAnswer, ProviderExchange } from './provider-exchange';

/** What the asker of a route hears meanwhile. */
export interface TryListener {
  readonly onText: (text: string) => void;
  /** The text so far is void. */
  readonly onReset: () => void;
  /** Before every request but the first: those that ended, and the one that is about to leave. */
  readonly onNextRequest: (exchanges: readonly ProviderExchange[]) => Promise<void>;
}

/** What came of trying a route. */
export interface TryOutcome {
  readonly exchanges: readonly ProviderExchange[];
  readonly result: ProviderAnswer | ProviderFailure;
  /** How long to wait before asking again could help. */
  readonly retryAfterMs?: number;
}

/**
 * Asks the candidates of a route in order until one answers. Failures another provider could not change (a malformed
 * request, a refused key) end it at once; when all failed for the moment, the route is tried again after a pause.
 */
@Injectable()
export class TryCandidates {
  constructor(
    private readonly asker: AskProvider,
    private readonly config: RouterConfig,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async run(
    candidates: readonly [Candidate, ...Candidate[]],
    prompt: Prompt,
    signal: AbortSignal,
    listener: TryListener,
  ): Promise<TryOutcome> {
    const exchanges: ProviderExchange[] = [];
    let failure = new ProviderFailure('cancelled');
    for (let round = 0; ; round += 1) {
      const waits: (number | undefined)[] = [];
      for (const candidate of candidates) {
        if (exchanges.length > 0) await listener.onNextRequest([...exchanges, this.intentOf(candidate)]);
        const outcome = await this.askOnce(candidate, prompt, signal, listener);
        exchanges.push(outcome.exchange);
        if ('answer' in outcome) return { exchanges, result: outcome.answer };
        ({ failure } = outcome);
        if (!failure.isRetryable) return { exchanges, result: failure };
        waits.push(failure.retryAfterMs);
      }
      const pauseMs = pauseBeforeRound(round, waits);
      const retryAfterMs = Math.max(0, ...waits.map((ms) => ms ?? 0)) || undefined;
      if (round + 1 >= this.config.ROUTE_ROUNDS || pauseMs === undefined)
        return { exchanges, result: failure, retryAfterMs };
      this.logger.info({ round: round + 1, pause_ms: Math.round(pauseMs) }, 'route will be tried again');
      try {
        await this.clock.sleep(pauseMs, signal);
      } catch {
        return { exchanges, result: signal.reason instanceof ProviderFailure ? signal.reason : failure };
      }
    }
  }

  /** What the record says of a request before it leaves. */
  intentOf({ provider, facts }: Candidate): ProviderExchange {
    return {
      provider: provider.id,
      model: facts.model,
      simulated: provider.simulated,
      started_at: this.clock.now().toISOString(),
      outcome: 'in-flight',
    };
  }

  private async askOnce(candidate: Candidate, prompt: Prompt, signal: AbortSignal, listener: TryListener) {
    let hasText = false;
    const outcome = await this.asker.ask(candidate, prompt, signal, (text) => {
      hasText = true;
      listener.onText(text);
    });
    if ('failure' in outcome && hasText) listener.onReset();
    return outcome;
  }
}
