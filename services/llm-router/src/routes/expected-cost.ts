import { outputLimitOf } from '../models/cost-of';
import type { ModelFacts } from '../models/model';

const MILLION = 1_000_000;

/**
 * What a call may come to in millionths of a US dollar, for comparing models: all of the input and all of the output that is
 * allowed. A model without a known price counts as dearer than any other.
 */
export function expectedMicrosOf(facts: ModelFacts, inputTokens: number, outputTokens: number): number {
  const { price } = facts;
  if (price === undefined) return Number.POSITIVE_INFINITY;
  return (inputTokens * price.input + outputLimitOf(facts, outputTokens) * price.output) / MILLION;
}
