import type { TokenUsage } from '../../models/model';
import { tokenUsageOf } from '../token-usage';

/** What both the opening message and its last delta may say; counts in the delta are totals. */
export interface UsageReport {
  readonly input_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
  readonly output_tokens?: number | null;
}

/** Tokens of a call; what was read from or written to a cache is input too. A later report wins field by field. */
export function convertUsage(reports: readonly (UsageReport | undefined)[]): TokenUsage | undefined {
  const newest = (field: keyof UsageReport): number | undefined =>
    reports.reduce<number | undefined>((value, report) => report?.[field] ?? value, undefined);
  const fresh = newest('input_tokens');
  const cached = (newest('cache_creation_input_tokens') ?? 0) + (newest('cache_read_input_tokens') ?? 0);
  return tokenUsageOf(fresh === undefined ? undefined : fresh + cached, newest('output_tokens'));
}
