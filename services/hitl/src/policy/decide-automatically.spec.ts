import type { ApprovalPolicy } from '@botarmy/process-engine';

import { decideAutomatically } from './decide-automatically';
import type { RuleInputs } from './decide-automatically';

const INPUTS: RuleInputs = {
  cost_micros: 1_000,
  scores: { quality: 0.9 },
  is_unchanged: false,
  decisions: 9,
  automatic_decisions: 2,
};
const NOW = '2026-03-02T08:00:00.000Z';
type Rule = Partial<NonNullable<ApprovalPolicy['auto_approve']>>;

function decides(rule: Rule, inputs: Partial<RuleInputs> = {}): boolean {
  const facts = decideAutomatically({ auto_approve: { share_at_most: 0.5, ...rule } }, { ...INPUTS, ...inputs }, NOW);
  return facts.length > 0;
}

describe('approval by a rule', () => {
  it('says that a rule decided', () => {
    expect(decideAutomatically({ auto_approve: { share_at_most: 1, cost_under_micros: 2_000 } }, INPUTS, NOW)).toEqual([
      { type: 'decided', outcome: { response: 'approved', decided_by: 'rule', at: NOW } },
    ]);
  });

  it.each<[string, Rule, Partial<RuleInputs>, boolean]>([
    ['a cost under the limit', { cost_under_micros: 1_001 }, {}, true],
    ['a cost at the limit', { cost_under_micros: 1_000 }, {}, false],
    ['an unknown cost', { cost_under_micros: 1_001 }, { cost_micros: null }, false],
    ['a score reached', { score: { gate: 'quality', at_least: 0.9 } }, {}, true],
    ['a score missed', { score: { gate: 'quality', at_least: 0.91 } }, {}, false],
    ['a gate without a score', { score: { gate: 'other', at_least: 0 } }, {}, false],
    ['documents approved before', { unchanged: true }, { is_unchanged: true }, true],
    ['documents that changed', { unchanged: true }, {}, false],
    ['one of two conditions', { unchanged: true, cost_under_micros: 2_000 }, {}, false],
    ['no condition at all', {}, {}, false],
    ['a share already used up', { cost_under_micros: 2_000, share_at_most: 0.29 }, {}, false],
    ['a share just kept', { cost_under_micros: 2_000, share_at_most: 0.3 }, {}, true],
  ])('%s', (_name, rule, inputs, expected) => {
    expect(decides(rule, inputs)).toBe(expected);
  });

  it('needs a rule', () => {
    expect(decideAutomatically({ auto_approve: undefined }, INPUTS, NOW)).toEqual([]);
  });
});
