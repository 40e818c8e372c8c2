import { costMicrosOf, outputLimitOf } from './cost-of';
import { KNOWN_MODELS } from './known-models';
import type { ModelFacts } from './model';

const facts: ModelFacts = {
  model: 'm',
  price: {
    input: 2_500_000,
    output: 10_000_000,
    longInput: { aboveTokens: 1_000, input: 5_000_000, output: 20_000_000 },
  },
  maxOutputTokens: 4_000,
  reasoningTokens: 1_000,
  acceptsTemperature: true,
  options: {},
  capabilities: new Set(),
};

describe('the cost of a call', () => {
  it.each([
    [{ inputTokens: 0, outputTokens: 0 }, 0],
    [{ inputTokens: 1, outputTokens: 0 }, 3],
    [{ inputTokens: 1_000, outputTokens: 500 }, 7_500],
    [{ inputTokens: 1_001, outputTokens: 500 }, 15_005],
  ])('of %j is %i micros', (usage, micros) => {
    const classes = { cacheWriteTokens: 0, cacheReadTokens: 0, reasoningTokens: 0 };
    expect(costMicrosOf(facts.price, { ...usage, ...classes })).toBe(micros);
  });

  it('leaves room for reasoning within the limit of the model', () => {
    expect(outputLimitOf(facts, 2_000)).toBe(3_000);
    expect(outputLimitOf(facts, 3_500)).toBe(4_000);
  });
});

describe('the known models', () => {
  it('have a price in whole micros and appear once', () => {
    expect(new Set(KNOWN_MODELS.map(({ model }) => model)).size).toBe(KNOWN_MODELS.length);
    for (const { price, maxOutputTokens } of KNOWN_MODELS) {
      expect(Number.isInteger(price.input) && Number.isInteger(price.output)).toBe(true);
      expect(Math.min(price.input, price.output, maxOutputTokens)).toBeGreaterThan(0);
    }
  });
});
