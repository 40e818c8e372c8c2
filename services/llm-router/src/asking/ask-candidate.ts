import { Injectable } from '@nestjs/common';

import { Clock } from '@botarmy/chassis';

import type { Permit } from '../health/circuit-breaker';
import { ModelHealth } from '../health/model-health';
import type { Prompt } from '../prompt/prompt';
import type { ProviderFailure } from '../providers/provider-failure';
import type { Candidate } from '../routes/candidate';
import { AskProvider } from './ask-provider';
import type { AskResult } from './ask-provider';
import type { ProviderAnswer, ProviderExchange } from './provider-exchange';
import { healthKeyOf } from './provider-key';
import type { ProviderKey } from './provider-key';

/** What the asker of a route hears meanwhile, and what it is asked for. */
export interface TryListener {
  readonly onText: (text: string) => void;
  /** The text so far is void. */
  readonly onReset: () => void;
  /** Before every request but the first: those that ended, and the one that is about to leave. */
  readonly onNextRequest: (exchanges: readonly ProviderExchange[]) => Promise<void>;
  /** The tenant's own key for a model, none of those its provider just refused; the installation's where it has none. */
  readonly keyFor?: (candidate: Candidate, refused: readonly string[]) => ProviderKey | undefined;
  /** A provider refused a key of the tenant's. */
  readonly onKeyRefused?: (keyId: string) => void;
}

/** One candidate's turn. */
export interface CandidateTurn {
  readonly prompt: Prompt;
  readonly signal: AbortSignal;
  readonly listener: TryListener;
  /** Requests so far; this one is added. */
  readonly exchanges: ProviderExchange[];
  /** True when the route was tried before. */
  readonly isRepeat: boolean;
}

/** What came of it. */
export type CandidateOutcome =
  | { readonly kind: 'answered'; readonly answer: ProviderAnswer }
  | { readonly kind: 'failed'; readonly failure: ProviderFailure; readonly brokenText?: string }
  /** It was not asked: its circuit is open, or its repeats are used up. */
  | { readonly kind: 'passed-over'; readonly readyInMs: number | undefined };

/** Asks one candidate, where its health allows it, and tells its health how that went. */
@Injectable()
export class AskCandidate {
  constructor(
    private readonly asker: AskProvider,
    private readonly health: ModelHealth,
    private readonly clock: Clock,
  ) {}

  /** A key that its provider refuses gives way to the tenant's next one. */
  async ask(candidate: Candidate, turn: CandidateTurn): Promise<CandidateOutcome> {
    const { listener } = turn;
    const refused: string[] = [];
    let key = listener.keyFor?.(candidate, refused);
    for (;;) {
      const outcome = await this.askWith(candidate, turn, key);
      if (key === undefined || outcome.kind !== 'failed' || outcome.failure.code !== 'unauthorized') return outcome;
      listener.onKeyRefused?.(key.id);
      refused.push(key.id);
      key = listener.keyFor?.(candidate, refused);
      if (key === undefined) return outcome;
    }
  }

  private async askWith(
    candidate: Candidate,
    turn: CandidateTurn,
    key: ProviderKey | undefined,
  ): Promise<CandidateOutcome> {
    const { listener, exchanges } = turn;
    const admission = this.admit(candidate, key, turn.isRepeat);
    if ('kind' in admission) return admission;
    let outcome: AskResult | undefined;
    let text = '';
    const onText = (piece: string): void => {
      text += piece;
      listener.onText(piece);
    };
    try {
      if (exchanges.length > 0) await listener.onNextRequest([...exchanges, this.intentOf(candidate, key)]);
      outcome = await this.asker.ask(candidate, turn.prompt, turn.signal, onText, key);
    } finally {
      tell(admission, outcome);
    }
    exchanges.push(outcome.exchange);
    if ('answer' in outcome) return { kind: 'answered', answer: outcome.answer };
    const { failure } = outcome;
    if (text === '') return { kind: 'failed', failure };
    if (turn.prompt.onBrokenStream === 'fail') return { kind: 'failed', failure, brokenText: text };
    // Nobody else is asked after this: what was heard stays, is paid, and is kept.
    if (!failure.isRetryable) return { kind: 'failed', failure };
    listener.onReset();
    return { kind: 'failed', failure };
  }

  /** What the record says of a request before it leaves. */
  intentOf({ provider, facts }: Candidate, key?: ProviderKey): ProviderExchange {
    return {
      provider: provider.id,
      model: facts.model,
      simulated: provider.simulated,
      started_at: this.clock.now().toISOString(),
      outcome: 'in-flight',
      ...(key === undefined ? {} : { key_id: key.id }),
    };
  }

  private admit(
    candidate: Candidate,
    key: ProviderKey | undefined,
    isRepeat: boolean,
  ): Permit | Extract<CandidateOutcome, { kind: 'passed-over' }> {
    const healthKey = healthKeyOf(candidate, key);
    const retries = this.health.retryBudgetOf(candidate.provider.id);
    const permit = this.health.admit(healthKey);
    // With a probe under way there is no telling when it is ready.
    const readyInMs = this.health.reportOf(healthKey).reopensInMs || undefined;
    if (permit === undefined) return { kind: 'passed-over', readyInMs };
    if (!isRepeat) retries.earn();
    else if (!retries.spend()) {
      permit.released();
      return { kind: 'passed-over', readyInMs: undefined };
    }
    return permit;
  }
}

function tell(permit: Permit, outcome: AskResult | undefined): void {
  if (outcome === undefined) permit.released();
  else if ('answer' in outcome) permit.succeeded();
  else if (outcome.failure.isTelling) permit.failed(outcome.failure.retryAfterMs);
  else permit.released();
}
