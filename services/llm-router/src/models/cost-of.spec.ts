import { costMicrosOf, outputLimitOf } from './cost-of';
import { KNOWN_MODELS } from './known-models';
import type { ModelFacts, ModelPrice } from './model';

const price: ModelPrice = {
  input: 2_500_000,
  output: 10_000_000,
  longInput: { aboveTokens: 1_000, input: 5_000_000, output: 20_000_000 },
};

const facts: ModelFacts = {
  model: 'm',
  price,
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
    expect(costMicrosOf(price, { ...usage, ...classes })).toBe(micros);
  });

  it('leaves room for reasoning within the limit of the model', () => {
    expect(outputLimitOf(facts, 2_000)).toBe(3_000);
    expect(outputLimitOf(facts, 3_500)).toBe(4_000);
  });
});

describe('the known models', () => {
  it('have a price in whole micros, say where it is from, and appear once', () => {
    expect(new Set(KNOWN_MODELS.map(({ model }) => model)).size).toBe(KNOWN_MODELS.length);
    for (const { price: known, maxOutputTokens, capabilities, facts: source } of KNOWN_MODELS) {
      const rates = Object.values({ ...known, ...known?.longInput }).filter((rate) => typeof rate === 'number');
      expect(rates.length).toBeGreaterThanOrEqual(2);
      // Vectors cost nothing beyond their input.
      const paid = capabilities.has('embeddings') ? rates.filter((rate) => rate !== known?.output) : rates;
      for (const rate of [...paid, maxOutputTokens]) expect(Number.isInteger(rate) && rate > 0).toBe(true);
      expect(source).toMatchObject({
        source: expect.stringMatching(/\./),
        asOf: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      });
    }
  });
});
