import type { UsageMetadata } from '@google/generative-ai';

import type { TokenUsage } from '../../models/model';
import { tokenUsageOf } from '../token-usage';

/** The package is older than thinking and than tools that read for the model: its type lacks what they use. */
type ReportedUsage = Partial<UsageMetadata> & {
  readonly thoughtsTokenCount?: number;
  readonly toolUsePromptTokenCount?: number;
};

/** Tokens of a call; thinking is counted apart from the candidates and billed as output. */
export function convertUsage(usage: ReportedUsage): TokenUsage | undefined {
  const { promptTokenCount, toolUsePromptTokenCount = 0, candidatesTokenCount = 0, thoughtsTokenCount = 0 } = usage;
  return tokenUsageOf({
    input: promptTokenCount === undefined ? undefined : promptTokenCount + toolUsePromptTokenCount,
    output: candidatesTokenCount + thoughtsTokenCount,
    cacheRead: usage.cachedContentTokenCount,
    reasoning: thoughtsTokenCount,
  });
}
