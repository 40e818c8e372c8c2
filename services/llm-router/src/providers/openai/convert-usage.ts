import type { CompletionUsage } from 'openai/resources/completions';

import type { TokenUsage } from '../../models/model';

/** Tokens of a call; reasoning is part of the completion tokens. */
export function convertUsage(usage: CompletionUsage): TokenUsage {
  return { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens };
}
