import type { TokenUsage } from '../../models/model';
import { tokenUsageOf } from '../token-usage';

/** What both the opening message and its last delta may say; counts in the delta are totals. */
export interface UsageReport {
  readonly input_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
  readonly output_tokens?: number | null;
  readonly output_tokens_details?: { readonly thinking_tokens?: number | null } | null;
}

type CountField = Exclude<keyof UsageReport, 'output_tokens_details'>;

/** Tokens of a call; what was read from or written to a cache is input too. A later report wins field by field. */
export function convertUsage(reports: readonly (UsageReport | undefined)[]): TokenUsage | undefined {
  const newest = (field: CountField): number | undefined =>
    reports.reduce<number | undefined>((value, report) => report?.[field] ?? value, undefined);
  const fresh = newest('input_tokens');
  const cacheWrite = newest('cache_creation_input_tokens') ?? 0;
  const cacheRead = newest('cache_read_input_tokens') ?? 0;
  return tokenUsageOf({
    input: fresh === undefined ? undefined : fresh + cacheWrite + cacheRead,
    output: newest('output_tokens'),
    cacheWrite,
    cacheRead,
    reasoning: reports.at(-1)?.output_tokens_details?.thinking_tokens,
  });
}
