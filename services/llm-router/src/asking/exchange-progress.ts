import type { Clock } from '@botarmy/chassis';

import { costMicrosOf } from '../models/cost-of';
import type { TokenUsage } from '../models/model';
import type { ProviderEnd } from '../providers/provider';
import type { ProviderFailure } from '../providers/provider-failure';
import type { Candidate } from '../routes/route-book';
import type { Prompt } from './prompt';
import type { ProviderAnswer, ProviderExchange } from './provider-exchange';

/** Where a provider does not count, so many characters are taken for a token. */
const CHARACTERS_PER_TOKEN = 4;

/** Keeps the times of one request and turns them into its record. */
export class ExchangeProgress {
  private readonly startedAt: string;
  private readonly startMs: number;
  private firstTokenMs: number | undefined;
  private isSimulated: boolean;

  constructor(
    private readonly candidate: Candidate,
    private readonly clock: Clock,
  ) {
    this.startedAt = clock.now().toISOString();
    this.startMs = clock.monotonicMs();
    this.isSimulated = candidate.provider.simulated;
  }

  heardHeaders(isSimulated: boolean): void {
    this.isSimulated ||= isSimulated;
  }

  heardText(): void {
    this.firstTokenMs ??= this.elapsedMs();
  }

  completed(text: string, end: ProviderEnd, prompt: Prompt): ProviderAnswer {
    const usage = end.usage ?? estimate(text, prompt);
    const exchange: ProviderExchange = {
      ...this.exchange('completed'),
      input_tokens: usage.inputTokens,
      output_tokens: usage.outputTokens,
      ...(end.usage === undefined ? { usage_estimated: true } : {}),
      cost_micros: this.isSimulated ? 0 : costMicrosOf(this.candidate.facts.price, usage),
      raw_finish_reason: end.rawFinishReason.slice(0, 64).replaceAll('\u0000', '').toWellFormed(),
    };
    return { text, finishReason: end.finishReason, usage, exchange };
  }

  failed({ code, status }: ProviderFailure): ProviderExchange {
    return { ...this.exchange('failed'), error_code: code, ...(status === undefined ? {} : { http_status: status }) };
  }

  private exchange(outcome: 'completed' | 'failed'): ProviderExchange {
    return {
      provider: this.candidate.provider.id,
      model: this.candidate.facts.model,
      simulated: this.isSimulated,
      started_at: this.startedAt,
      outcome,
      duration_ms: this.elapsedMs(),
      ...(this.firstTokenMs === undefined ? {} : { first_token_ms: this.firstTokenMs }),
    };
  }

  private elapsedMs(): number {
    return Math.round(this.clock.monotonicMs() - this.startMs);
  }
}

function estimate(text: string, prompt: Prompt): TokenUsage {
  const characters = prompt.messages.reduce((sum, { content }) => sum + content.length, 0);
  return {
    inputTokens: Math.ceil(characters / CHARACTERS_PER_TOKEN),
    outputTokens: Math.ceil(text.length / CHARACTERS_PER_TOKEN),
  };
}
