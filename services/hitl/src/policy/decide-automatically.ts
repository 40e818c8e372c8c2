import type { CompletePolicy } from './complete-policy';
import type { PolicyFact } from './policy-state';

/** What a rule may look at when a request is opened; each figure goes on record with the decision. */
export interface RuleInputs {
  /** Millionths of a US dollar; null when unknown. */
  readonly cost_micros: number | null;
  /** Scores of gates by their ids, from 0 to 1. */
  readonly scores: Readonly<Record<string, number>>;
  /** True when exactly these artifact versions were approved before. */
  readonly is_unchanged: boolean;
  /** Decisions about this process so far, and how many of them a rule made. */
  readonly decisions: number;
  readonly automatic_decisions: number;
}

/** Approves without people when the policy has a rule and all it names holds; otherwise nothing. */
export function decideAutomatically(
  { auto_approve: rule }: Pick<CompletePolicy, 'auto_approve'>,
  inputs: RuleInputs,
  now: string,
): readonly PolicyFact[] {
  if (rule === undefined) return [];
  const { cost_under_micros, score, unchanged } = rule;
  const isNamed = cost_under_micros !== undefined || score !== undefined || unchanged === true;
  const holds =
    (cost_under_micros === undefined || (inputs.cost_micros !== null && inputs.cost_micros < cost_under_micros)) &&
    (score === undefined || (inputs.scores[score.gate] ?? -1) >= score.at_least) &&
    (unchanged !== true || inputs.is_unchanged);
  const share = (inputs.automatic_decisions + 1) / (inputs.decisions + 1);
  if (!isNamed || !holds || share > rule.share_at_most) return [];
  return [{ type: 'decided', outcome: { response: 'approved', decided_by: 'rule', at: now } }];
}
