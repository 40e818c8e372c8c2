import type { ModelHealth } from '../health/model-health';
import { estimatedInputTokens } from '../prompt/count-tokens';
import type { Prompt } from '../prompt/prompt';
import type { ServedChoice } from './candidate';
import type { Complexity, Tier } from './complexity';
import { expectedMicrosOf } from './expected-cost';
import type { RouteChoice, Strategy } from './route';
import { steadyShare } from './steady-share';

/** What the order goes by. */
export interface OrderContext {
  readonly strategy: Strategy;
  readonly prompt: Prompt;
  readonly complexity: Complexity;
  readonly health: Pick<ModelHealth, 'reportOf'>;
  /** Providers the tenant wants to be asked first, in this order. */
  readonly providers?: readonly string[];
}

/** Which tiers stand in for each other: rather a stronger model than a weaker one. */
const TIER_ORDER: Readonly<Record<Tier, readonly Tier[]>> = {
  small: ['small', 'medium', 'large'],
  medium: ['medium', 'large', 'small'],
  large: ['large', 'medium', 'small'],
};

/** Puts the choices of a route in order; among equals the order of the route holds. */
export function orderChoices(choices: readonly ServedChoice[], context: OrderContext): ServedChoice[] {
  const rank = rankOf(context);
  const ranked = choices.map((served) => ({ served, rank: rank(served) }));
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ served }) => served);
}

/** The lower, the earlier. */
function rankOf({
  strategy,
  prompt,
  complexity,
  health,
  providers = [],
}: OrderContext): (served: ServedChoice) => number {
  const reportOf = ({ candidate }: ServedChoice) =>
    health.reportOf({ provider: candidate.provider.id, model: candidate.facts.model });
  switch (strategy) {
    case 'priority':
      return ({ choice }) => placeOf(choice.provider, providers);
    case 'weighted':
      return ({ choice }) => weightedRank(choice, prompt.idempotencyKey);
    case 'least-busy':
      return (served) => reportOf(served).underWay;
    case 'lowest-latency':
      // What was never measured is tried, and so measured.
      return (served) => reportOf(served).firstTokenMs ?? 0;
    case 'lowest-cost': {
      const inputTokens = estimatedInputTokens(prompt);
      return ({ candidate }) => expectedMicrosOf(candidate.facts, inputTokens, prompt.maxOutputTokens);
    }
    case 'complexity': {
      const order = TIER_ORDER[complexity.tier];
      return ({ choice }) => order.indexOf(choice.tier ?? 'medium');
    }
  }
}

function placeOf(provider: string, order: readonly string[]): number {
  const place = order.indexOf(provider);
  return place < 0 ? order.length : place;
}

/** Exponential races: the one with the shortest time wins with the chance of its weight, the others follow likewise. */
function weightedRank({ provider, model, weight = 1 }: RouteChoice, idempotencyKey: string): number {
  if (weight <= 0) return Number.POSITIVE_INFINITY;
  const uniform = 1 - steadyShare(idempotencyKey, `weight ${provider}/${model}`);
  return -Math.log(uniform) / weight;
}
