import type { ResponseUsage } from 'openai/resources/responses/responses';

import type { TokenUsage } from '../../../models/model';
import { tokenUsageOf } from '../../token-usage';

/** Tokens of a call; details are parts of the totals. */
export function convertResponseUsage(usage: ResponseUsage): TokenUsage | undefined {
  const input: Partial<ResponseUsage.InputTokensDetails> | undefined = usage.input_tokens_details;
  const output: Partial<ResponseUsage.OutputTokensDetails> | undefined = usage.output_tokens_details;
  return tokenUsageOf({
    input: usage.input_tokens,
    output: usage.output_tokens,
    cacheRead: input?.cached_tokens,
    cacheWrite: input?.cache_write_tokens,
    reasoning: output?.reasoning_tokens,
  });
}
