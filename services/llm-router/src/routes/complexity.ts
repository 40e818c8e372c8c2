import { estimatedInputTokens } from '../prompt/count-tokens';
import { needsOf } from '../prompt/needs-of';
import type { Prompt } from '../prompt/prompt';

/** How hard a request is. */
export type Tier = 'small' | 'medium' | 'large';

/** What each part of the score counts, and from which score on a request is medium or large. */
export interface ComplexityWeights {
  readonly input: number;
  readonly capabilities: number;
  readonly output: number;
  readonly taskKind: number;
  readonly failures: number;
  readonly mediumFrom: number;
  readonly largeFrom: number;
}

/** As shipped; a route may weigh otherwise. */
export const DEFAULT_WEIGHTS: ComplexityWeights = {
  input: 0.25,
  capabilities: 0.15,
  output: 0.15,
  taskKind: 0.3,
  failures: 0.35,
  mediumFrom: 0.3,
  largeFrom: 0.55,
};

/** How hard kinds of tasks are, 0 to 1; one that is not listed counts as `write`. */
const TASK_KINDS: Readonly<Record<string, number>> = {
  classify: 0,
  extract: 0.1,
  summarize: 0.2,
  write: 0.4,
  review: 0.6,
  plan: 0.8,
  code: 0.9,
  design: 1,
};
const UNLISTED_KIND = 'write';

/** The score rises with every doubling of the input from here on, to 1 at 256 times as much. */
const SHORT_INPUT_TOKENS = 500;
const DOUBLINGS = 8;
const LONG_OUTPUT_TOKENS = 8_000;
const MANY_CAPABILITIES = 4;
const MANY_FAILURES = 2;

/** One part of a score: how much there is of it, 0 to 1, and what that counts. */
export interface ComplexityPart {
  readonly name: 'input' | 'capabilities' | 'output' | 'task_kind' | 'failures';
  readonly value: number;
  readonly weight: number;
}

/** How hard a request is, and why. */
export interface Complexity {
  readonly score: number;
  readonly tier: Tier;
  readonly parts: readonly ComplexityPart[];
}

/** What is known of a request besides its prompt. */
export interface ComplexityHints {
  readonly taskKind?: string;
  readonly earlierFailures?: number;
}

/** The documented function from a request to one of three tiers: the sum of its parts, each 0 to 1 times its weight. */
export function complexityOf(
  prompt: Prompt,
  { taskKind = UNLISTED_KIND, earlierFailures = 0 }: ComplexityHints,
  own: Partial<ComplexityWeights> = {},
): Complexity {
  const weights = { ...DEFAULT_WEIGHTS, ...own };
  const doublings = Math.log2(1 + estimatedInputTokens(prompt) / SHORT_INPUT_TOKENS);
  const kind = Object.hasOwn(TASK_KINDS, taskKind) ? taskKind : UNLISTED_KIND;
  const parts: ComplexityPart[] = [
    { name: 'input', value: share(doublings, DOUBLINGS), weight: weights.input },
    { name: 'capabilities', value: share(needsOf(prompt).size, MANY_CAPABILITIES), weight: weights.capabilities },
    { name: 'output', value: share(prompt.maxOutputTokens, LONG_OUTPUT_TOKENS), weight: weights.output },
    { name: 'task_kind', value: TASK_KINDS[kind] ?? 0, weight: weights.taskKind },
    { name: 'failures', value: share(earlierFailures, MANY_FAILURES), weight: weights.failures },
  ];
  const score = rounded(parts.reduce((sum, { value, weight }) => sum + value * weight, 0));
  return { score, tier: tierOf(score, weights), parts };
}

function tierOf(score: number, { mediumFrom, largeFrom }: ComplexityWeights): Tier {
  if (score >= largeFrom) return 'large';
  return score >= mediumFrom ? 'medium' : 'small';
}

function share(value: number, most: number): number {
  return rounded(Math.min(1, value / most));
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
