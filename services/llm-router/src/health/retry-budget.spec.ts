import { RetryBudget } from './retry-budget';

describe('the budget of repeats', () => {
  const spendAll = (budget: RetryBudget): number => {
    let spent = 0;
    while (spent < 1_000 && budget.spend()) spent += 1;
    return spent;
  };

  it('starts with some, then allows a share of the requests', () => {
    const budget = new RetryBudget(0.5);
    expect(spendAll(budget)).toBe(20);
    for (let request = 0; request < 10; request += 1) budget.earn();
    expect(spendAll(budget)).toBe(5);
  });

  it('does not save up without end', () => {
    const budget = new RetryBudget(0.5);
    for (let request = 0; request < 1_000; request += 1) budget.earn();
    expect(spendAll(budget)).toBe(20);
  });
});
