import type { ModelFacts, ModelPrice, TokenUsage } from './model';

const MILLION = 1_000_000;

/** What a call costs in millionths of a US dollar, rounded up to the next whole one. */
export function costMicrosOf(price: ModelPrice, { inputTokens, outputTokens }: TokenUsage): number {
  const { longInput } = price;
  const rates = longInput !== undefined && inputTokens > longInput.aboveTokens ? longInput : price;
  return Math.ceil((inputTokens * rates.input + outputTokens * rates.output) / MILLION);
}

/** The limit sent to the provider: what the caller allows for text, room for reasoning, never more than the model takes. */
export function outputLimitOf(facts: ModelFacts, allowedTokens: number): number {
  return Math.min(allowedTokens + facts.reasoningTokens, facts.maxOutputTokens);
}
