import type { UsageMetadata } from '@google/generative-ai';

import type { TokenUsage } from '../../models/model';
import { tokenUsageOf } from '../token-usage';

/** The package is older than thinking: its type lacks the tokens spent on it. */
type ReportedUsage = Partial<UsageMetadata> & { readonly thoughtsTokenCount?: number };

/** Tokens of a call; thinking is counted apart from the candidates and billed as output. */
export function convertUsage(usage: ReportedUsage): TokenUsage | undefined {
  const { promptTokenCount, candidatesTokenCount = 0, thoughtsTokenCount = 0 } = usage;
  return tokenUsageOf(promptTokenCount, candidatesTokenCount + thoughtsTokenCount);
}
