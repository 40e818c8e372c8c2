import type { ModelFacts, ModelPrice, TokenUsage } from './model';

const MILLION = 1_000_000;
/** What the provider's own framing of a conversation may add, per message. */
const TOKENS_PER_MESSAGE = 16;

/** What a call costs in millionths of a US dollar, rounded up to the next whole one. */
export function costMicrosOf(price: ModelPrice, { inputTokens, outputTokens }: TokenUsage): number {
  const { longInput } = price;
  const rates = longInput !== undefined && inputTokens > longInput.aboveTokens ? longInput : price;
  return Math.ceil((inputTokens * rates.input + outputTokens * rates.output) / MILLION);
}

/**
 * The most a call can cost: every byte of the prompt counted as a token (no tokenizer makes more of them) and the
 * longest answer allowed.
 */
export function mostMicrosOf(
  facts: ModelFacts,
  messages: readonly { readonly content: string }[],
  outputTokens: number,
): number {
  const inputTokens = messages.reduce(
    (sum, { content }) => sum + Buffer.byteLength(content) + TOKENS_PER_MESSAGE,
    TOKENS_PER_MESSAGE,
  );
  return costMicrosOf(facts.price, { inputTokens, outputTokens });
}

/** The limit sent to the provider: what the caller allows for text, room for reasoning, never more than the model takes. */
export function outputLimitOf(facts: ModelFacts, allowedTokens: number): number {
  return Math.min(allowedTokens + facts.reasoningTokens, facts.maxOutputTokens);
}
