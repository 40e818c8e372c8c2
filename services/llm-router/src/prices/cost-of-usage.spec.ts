import type { ModelPrice, TokenUsage } from '../models/model';
import { costOfUsage, mostCostOf } from './cost-of-usage';

const nothing: TokenUsage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheWriteTokens: 0,
  cacheReadTokens: 0,
  reasoningTokens: 0,
};
const price: ModelPrice = {
  input: 2_000_000,
  output: 10_000_000,
  cacheRead: 200_000,
  cacheWrite: 2_500_000,
  longInput: { aboveTokens: 200_000, input: 4_000_000, output: 15_000_000 },
};

describe('the cost of what was used', () => {
  it.each<[string, Partial<TokenUsage>, number]>([
    ['nothing', {}, 0],
    ['fresh input and output', { inputTokens: 1_000, outputTokens: 500 }, 7_000],
    ['input read from the cache', { inputTokens: 1_000, cacheReadTokens: 800 }, 560],
    ['input written to the cache', { inputTokens: 1_000, cacheWriteTokens: 1_000 }, 2_500],
    ['reasoning, as output', { outputTokens: 100, reasoningTokens: 80 }, 1_000],
    ['a long input, as a whole', { inputTokens: 300_000, outputTokens: 10 }, 1_200_150],
    ['a part of a micro, as one', { cacheReadTokens: 1, inputTokens: 1 }, 1],
  ])('of %s is worked out by class', (_name, usage, micros) => {
    expect(costOfUsage(price, { ...nothing, ...usage })).toBe(micros);
  });

  it('takes input for what a class without a price costs', () => {
    const plain = { input: 1_000_000, output: 5_000_000 };
    expect(costOfUsage(plain, { ...nothing, inputTokens: 10, cacheReadTokens: 4, cacheWriteTokens: 3 })).toBe(10);
  });

  it('is never more than what is held for it', () => {
    const worst = costOfUsage(price, { ...nothing, inputTokens: 900, cacheWriteTokens: 900, outputTokens: 100 });
    expect(mostCostOf(price, 900, 100)).toBe(worst);
  });
});
