import type { TokenUsage } from '../models/model';

/** More than any model can take: such a report is nonsense. */
const MOST_TOKENS = 1_000_000_000;

/** Counts a provider reported; undefined unless both are plausible, so that nothing is booked as free by mistake. */
export function tokenUsageOf(inputTokens: unknown, outputTokens: unknown): TokenUsage | undefined {
  return isCount(inputTokens) && isCount(outputTokens) ? { inputTokens, outputTokens } : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_TOKENS;
}
