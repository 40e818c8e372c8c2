import { Injectable } from '@nestjs/common';

import { Clock, Logger } from '@botarmy/chassis';

import { RouterConfig } from '../config';
import type { Prompt } from '../prompt/prompt';
import { ProviderFailure } from '../providers/provider-failure';
import type { Candidate } from '../routes/candidate';
import { AskCandidate } from './ask-candidate';
import type { TryListener } from './ask-candidate';
import { pauseBeforeRound } from './back-off';
import type { ProviderAnswer, ProviderExchange } from './provider-exchange';

/** What came of trying a route. */
export interface TryOutcome {
  readonly exchanges: readonly ProviderExchange[];
  readonly result: ProviderAnswer | ProviderFailure;
  /** How long to wait before asking again could help. */
  readonly retryAfterMs?: number;
  /** What had been passed on of an answer that broke off, where the asker did not want another one instead. */
  readonly brokenText?: string;
}

/** Failures another model may not have, but the same one will have again. */
const NOT_REPEATED = new Set(['unknown-tool', 'answer-not-as-asked']);

/**
 * Asks the candidates of a route in order until one answers. Failures another provider could not change (a malformed
 * request, a refused key) end it at once; when all failed for the moment, the route is tried again after a pause. A model whose
 * circuit is open is passed over.
 */
@Injectable()
export class TryCandidates {
  constructor(
    private readonly asker: AskCandidate,
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
    let failed: ProviderFailure | undefined;
    for (let round = 0; ; round += 1) {
      const waits: (number | undefined)[] = [];
      let isWorthRepeating = false;
      for (const candidate of candidates) {
        const turn = { prompt, signal, listener, exchanges, isRepeat: round > 0 };
        const outcome = await this.asker.ask(candidate, turn);
        if (outcome.kind === 'answered') return { exchanges, result: outcome.answer };
        if (outcome.kind === 'passed-over') {
          waits.push(outcome.readyInMs);
          isWorthRepeating ||= outcome.readyInMs !== undefined;
          continue;
        }
        const { failure } = outcome;
        failed = failure;
        if (outcome.brokenText !== undefined) return { exchanges, result: failure, brokenText: outcome.brokenText };
        if (!failure.isRetryable) return { exchanges, result: failure };
        waits.push(failure.retryAfterMs);
        isWorthRepeating ||= !NOT_REPEATED.has(failure.code);
      }
      const failure = failed ?? new ProviderFailure('circuit-open');
      const pauseMs = pauseBeforeRound(round, waits);
      const retryAfterMs = Math.max(0, ...waits.map((ms) => ms ?? 0)) || undefined;
      if (!isWorthRepeating || round + 1 >= this.config.ROUTE_ROUNDS || pauseMs === undefined)
        return { exchanges, result: failure, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
      this.logger.info({ round: round + 1, pause_ms: Math.round(pauseMs) }, 'route will be tried again');
      try {
        await this.clock.sleep(pauseMs, signal);
      } catch {
        return { exchanges, result: signal.reason instanceof ProviderFailure ? signal.reason : failure };
      }
    }
  }

  /** What the record says of a request before it leaves. */
  intentOf(candidate: Candidate): ProviderExchange {
    return this.asker.intentOf(candidate);
  }
}
