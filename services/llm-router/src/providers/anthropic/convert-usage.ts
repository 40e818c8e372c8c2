import type { TokenUsage } from '../../models/model';

/** What both the opening message and its last delta may say; counts in the delta are totals. */
export interface UsageReport {
  readonly input_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
  readonly output_tokens?: number | null;
}

/** Tokens of a call; what was read from or written to a cache is input too. A later report wins field by field. */
export function convertUsage(reports: readonly UsageReport[]): TokenUsage | undefined {
  if (reports.length === 0) return undefined;
  const newest = (field: keyof UsageReport): number => reports.reduce((value, report) => report[field] ?? value, 0);
  return {
    inputTokens: newest('input_tokens') + newest('cache_creation_input_tokens') + newest('cache_read_input_tokens'),
    outputTokens: newest('output_tokens'),
  };
}
