import { outputLimitOf } from '../models/cost-of';
import { mostCostOf } from '../prices/cost-of-usage';
import type { QuotedPrice } from '../prices/price';
import { estimatedInputTokens, mostInputTokens } from '../prompt/count-tokens';
import type { Prompt } from '../prompt/prompt';
import type { Candidate } from '../routes/candidate';

/** What a call holds until it is settled. */
export interface Reservation {
  /** The most it can cost at any of its candidates, in millionths of a US dollar; null when the price of one is unknown. */
  readonly micros: number | null;
  /** What counts against limits of tokens per minute: an estimate, since a bound would shut a tenant out. */
  readonly tokens: number;
  /** The longest answer any candidate is allowed. */
  readonly outputTokens: number;
}

/** What a call has to hold, whichever of its candidates answers. */
export function reservationOf(
  candidates: readonly Candidate[],
  prompt: Prompt,
  quote: (candidate: Candidate) => QuotedPrice | undefined,
): Reservation {
  const inputTokens = mostInputTokens(prompt);
  let micros: number | null = 0;
  let outputTokens = 0;
  for (const candidate of candidates) {
    const limit = outputLimitOf(candidate.facts, prompt.maxOutputTokens);
    outputTokens = Math.max(outputTokens, limit);
    if (candidate.provider.simulated || micros === null) continue;
    const quoted = quote(candidate);
    micros = quoted === undefined ? null : Math.max(micros, mostCostOf(quoted.price, inputTokens, limit));
  }
  return { micros, tokens: estimatedInputTokens(prompt) + outputTokens, outputTokens };
}
