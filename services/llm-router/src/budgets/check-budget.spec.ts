import type { SetBudgetRequest } from '@botarmy/contracts';

import { checkBudget } from './check-budget';

const budget: SetBudgetRequest = {
  name: 'a budget',
  scope_kind: 'tenant',
  scope_id: '*',
  period: 'day',
  limit_micros: 1_000,
};
const limit: SetBudgetRequest = { name: 'a limit', scope_kind: 'tenant', scope_id: '*', period: 'minute' };

describe('a budget', () => {
  it('is money per window, or rates', () => {
    expect(() => checkBudget(budget)).not.toThrow();
    expect(() => checkBudget({ ...limit, requests_per_minute: 10 })).not.toThrow();
    expect(() => checkBudget({ ...budget, downgrade_percent: 80, downgrade_route: 'cheap' })).not.toThrow();
    expect(() => checkBudget({ ...budget, scope_kind: 'call', period: 'total' })).not.toThrow();
  });

  it.each<[string, SetBudgetRequest, string[]]>([
    ['money without a limit', { ...budget, limit_micros: undefined } as never, ['limit_micros']],
    ['rates of a day', { ...budget, requests_per_minute: 1 }, ['requests_per_minute']],
    ['a limit of nothing', limit, ['period']],
    ['a limit of money', { ...limit, limit_micros: 1, max_concurrent: 1 }, ['limit_micros']],
    ['a downgrade to nowhere', { ...budget, downgrade_percent: 80 }, ['downgrade_route']],
    ['one call', { ...budget, scope_kind: 'call', scope_id: 'call_a' }, ['scope_id']],
  ])('is not %s', (_name, wrong, paths) => {
    const check = (): void => checkBudget(wrong);
    expect(check).toThrow(expect.objectContaining({ status: 400, code: 'invalid-budget' }));
    try {
      check();
    } catch (error) {
      expect((error as { errors: { path: string }[] }).errors.map(({ path }) => path)).toEqual(paths);
    }
  });
});
