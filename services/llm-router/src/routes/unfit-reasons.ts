import { CAPABILITY_WORDS } from '../models/capability';
import type { ModelFacts } from '../models/model';
import { mostInputTokens } from '../prompt/count-tokens';
import { needsOf } from '../prompt/needs-of';
import type { Prompt } from '../prompt/prompt';

/** What a request demands of the place it is processed at. */
export interface RequestBounds {
  /** Regions it may be processed in; every region where absent. */
  readonly regions?: readonly string[];
  /** Labels of its data; a model must be cleared for all of them. */
  readonly dataLabels?: readonly string[];
}

/** How the reason of a model begins whose window is too small. */
export const WINDOW_REASON = 'takes at most';

/** Tokens a prompt surely has: a conservative floor, so that a refusal for length is never wrong. */
const LEAST_TOKENS_PER_BOUND = 8;

/** Why a model cannot be asked this, in words for people; none when it can. */
export function unfitReasons(facts: ModelFacts, prompt: Prompt, { regions, dataLabels = [] }: RequestBounds): string[] {
  const missing = [...needsOf(prompt)].filter((capability) => !facts.capabilities.has(capability));
  const reasons = missing.map((capability) => `cannot ${CAPABILITY_WORDS[capability]}`);
  if (facts.capabilities.has('embeddings') && prompt.output.kind !== 'embedding') {
    reasons.push('makes vectors of texts and nothing else');
  }
  if (facts.contextTokens !== undefined) {
    const least = Math.floor(mostInputTokens(prompt) / LEAST_TOKENS_PER_BOUND);
    if (least > facts.contextTokens) reasons.push(`${WINDOW_REASON} ${facts.contextTokens} tokens`);
  }
  const own = facts.regions ?? [];
  if (regions !== undefined && !own.some((region) => regions.includes(region))) {
    reasons.push(`is not run in ${regions.join(' or ')}`);
  }
  const cleared = facts.clearedFor ?? [];
  const forbidden = dataLabels.filter((label) => !cleared.includes(label));
  if (forbidden.length > 0) reasons.push(`is not cleared for ${forbidden.join(', ')} data`);
  return reasons;
}
