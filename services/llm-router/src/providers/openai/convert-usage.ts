import type { CompletionUsage } from 'openai/resources/completions';

import type { TokenUsage } from '../../models/model';
import { tokenUsageOf } from '../token-usage';

/** Tokens of a call; reasoning is part of the completion tokens, cached tokens of the prompt's. */
export function convertUsage(usage: Partial<CompletionUsage>): TokenUsage | undefined {
  const { prompt_tokens, completion_tokens, prompt_tokens_details, completion_tokens_details } = usage;
  return tokenUsageOf({
    input: prompt_tokens,
    output: completion_tokens,
    cacheRead: prompt_tokens_details?.cached_tokens,
    cacheWrite: prompt_tokens_details?.cache_write_tokens,
    reasoning: completion_tokens_details?.reasoning_tokens,
  });
}
