import type { CompletionUsage } from 'openai/resources/completions';

import type { TokenUsage } from '../../models/model';
import { tokenUsageOf } from '../token-usage';

/** Tokens of a call; reasoning is part of the completion tokens. */
export function convertUsage(usage: Partial<CompletionUsage>): TokenUsage | undefined {
  return tokenUsageOf(usage.prompt_tokens, usage.completion_tokens);
}
