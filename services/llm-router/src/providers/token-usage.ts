import type { TokenUsage } from '../models/model';

/** More than any model can take: such a report is nonsense. */
const MOST_TOKENS = 1_000_000_000;

/** Counts as a provider reported them. */
export interface ReportedCounts {
  readonly input: unknown;
  readonly output: unknown;
  readonly cacheWrite?: unknown;
  readonly cacheRead?: unknown;
  readonly reasoning?: unknown;
}

/**
 * Counts a provider reported; undefined unless both totals are plausible, so that nothing is booked as free by mistake. A class
 * that is missing or larger than its total counts as nothing of its kind.
 */
export function tokenUsageOf({
  input,
  output,
  cacheWrite,
  cacheRead,
  reasoning,
}: ReportedCounts): TokenUsage | undefined {
  if (!isCount(input) || !isCount(output)) return undefined;
  const cacheReadTokens = partOf(input, cacheRead);
  return {
    inputTokens: input,
    outputTokens: output,
    cacheReadTokens,
    cacheWriteTokens: partOf(input - cacheReadTokens, cacheWrite),
    reasoningTokens: partOf(output, reasoning),
  };
}

function partOf(total: number, part: unknown): number {
  return isCount(part) && part <= total ? part : 0;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_TOKENS;
}
