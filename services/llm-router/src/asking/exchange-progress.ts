import type { Clock } from '@botarmy/chassis';

import { costMicrosOf } from '../models/cost-of';
import type { TokenUsage } from '../models/model';
import { estimatedInputTokens, estimatedTokens } from '../prompt/count-tokens';
import type { Prompt } from '../prompt/prompt';
import type { ProviderEnd } from '../providers/provider';
import type { ProviderFailure } from '../providers/provider-failure';
import type { Candidate } from '../routes/candidate';
import type { ProviderAnswer, ProviderExchange } from './provider-exchange';

const NOTHING: TokenUsage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheWriteTokens: 0,
  cacheReadTokens: 0,
  reasoningTokens: 0,
};

/** Keeps the times and counts of one request and turns them into its record. */
export class ExchangeProgress {
  private readonly startedAt: string;
  private readonly startMs: number;
  private firstTokenMs: number | undefined;
  private isSimulated: boolean;
  private hasBegun = false;
  private characters = 0;
  private reported: TokenUsage | undefined;
  private end: ProviderEnd | undefined;
  private queuedMs = 0;

  constructor(
    private readonly candidate: Candidate,
    private readonly prompt: Prompt,
    private readonly clock: Clock,
    private readonly keyId?: string,
  ) {
    this.startedAt = clock.now().toISOString();
    this.startMs = clock.monotonicMs();
    this.isSimulated = candidate.provider.simulated;
  }

  /** Its turn came after so long. */
  waited(ms: number): void {
    this.queuedMs = Math.round(ms);
  }

  heardHeaders(isSimulated: boolean): void {
    this.isSimulated ||= isSimulated;
  }

  /** Milliseconds to the first text, without the wait for its turn, when this was it. */
  heardText(): number | undefined {
    if (this.firstTokenMs !== undefined) return undefined;
    this.firstTokenMs = this.elapsedMs();
    return this.firstTokenMs - this.queuedMs;
  }

  /** The provider has begun to answer: from now on it may be paid, however the answer ends. */
  heardPiece(characters: number): void {
    this.hasBegun = true;
    this.characters += characters;
  }

  /** What the provider says it used so far. */
  heardUsage(usage: TokenUsage): void {
    this.reported = usage;
  }

  heardEnd(end: ProviderEnd): void {
    this.end = end;
    this.reported = end.usage ?? this.reported;
  }

  completed(text: string, end: ProviderEnd): ProviderAnswer {
    const { finishReason, reasoning, toolCalls } = end;
    const rawFinishReason = end.rawFinishReason.slice(0, 64).replaceAll('\u0000', '').toWellFormed();
    const usage = end.usage ?? this.estimate();
    const exchange: ProviderExchange = {
      ...this.exchange('completed'),
      ...this.used(usage, end.usage === undefined),
      raw_finish_reason: rawFinishReason,
    };
    return { text, reasoning, toolCalls, finishReason, rawFinishReason, usage, exchange };
  }

  /** A failure after the answer had begun is paid for: what the provider has said it used, or at least what was heard. */
  failed({ code, status }: ProviderFailure): ProviderExchange {
    return {
      ...this.exchange('failed'),
      error_code: code,
      ...(status === undefined ? {} : { http_status: status }),
      ...(this.hasBegun ? this.usedSoFar() : {}),
    };
  }

  private usedSoFar(): Partial<ProviderExchange> {
    if (this.end?.usage !== undefined) return this.used(this.end.usage, false);
    const { inputTokens, outputTokens, ...classes } = this.reported ?? NOTHING;
    const estimate = this.estimate();
    const atLeast = {
      ...classes,
      inputTokens: this.reported === undefined ? estimate.inputTokens : inputTokens,
      outputTokens: Math.max(outputTokens, estimate.outputTokens),
    };
    return this.used(atLeast, true);
  }

  private used(usage: TokenUsage, isEstimated: boolean): Partial<ProviderExchange> {
    const raw = this.end?.rawUsage;
    return {
      input_tokens: usage.inputTokens,
      output_tokens: usage.outputTokens,
      cache_write_tokens: usage.cacheWriteTokens,
      cache_read_tokens: usage.cacheReadTokens,
      reasoning_tokens: usage.reasoningTokens,
      ...this.costOf(usage),
      ...(isEstimated ? { usage_estimated: true } : {}),
      ...(raw === undefined ? {} : { raw_usage: raw }),
    };
  }

  private costOf(usage: TokenUsage): Pick<ProviderExchange, 'cost_micros'> {
    const { price } = this.candidate.facts;
    if (this.isSimulated) return { cost_micros: 0 };
    return price === undefined ? {} : { cost_micros: costMicrosOf(price, usage) };
  }

  private estimate(): TokenUsage {
    const inputTokens = estimatedInputTokens(this.prompt);
    // Vectors are no tokens.
    const isText = this.prompt.output.kind !== 'embedding';
    return { ...NOTHING, inputTokens, outputTokens: isText ? estimatedTokens(this.characters) : 0 };
  }

  private exchange(outcome: 'completed' | 'failed'): ProviderExchange {
    return {
      provider: this.candidate.provider.id,
      model: this.candidate.facts.model,
      simulated: this.isSimulated,
      started_at: this.startedAt,
      outcome,
      duration_ms: this.elapsedMs(),
      ...(this.keyId === undefined ? {} : { key_id: this.keyId }),
      ...(this.queuedMs === 0 ? {} : { queued_ms: this.queuedMs }),
      ...(this.firstTokenMs === undefined ? {} : { first_token_ms: this.firstTokenMs }),
    };
  }

  private elapsedMs(): number {
    return Math.round(this.clock.monotonicMs() - this.startMs);
  }
}
