import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { KNOWN_MODELS } from '../models/known-models';
import type { ModelFacts, TokenUsage } from '../models/model';
import { convertUsage as convertAnthropicUsage } from '../providers/anthropic/convert-usage';
import { convertUsage as convertGoogleUsage } from '../providers/google/convert-usage';
import { convertUsage as convertOpenAiUsage } from '../providers/openai/convert-usage';
import { convertResponseUsage } from '../providers/openai/responses/convert-usage';
import { PriceBook } from './price-book';
import { PriceExchanges } from './price-exchanges';

/** A usage block as a provider sends it, and what it is, worked out by hand in whole millionths of a dollar, rounded up. */
interface GoldenCase {
  readonly provider: string;
  readonly form: 'chat' | 'responses' | 'messages' | 'generate-content';
  readonly case: string;
  readonly model: string;
  readonly usage: never;
  /** Null when the block says too little, so that the request is estimated instead of booked as free. */
  readonly expected: {
    readonly input_tokens: number;
    readonly cache_write_tokens: number;
    readonly cache_read_tokens: number;
    readonly output_tokens: number;
    readonly reasoning_tokens: number;
    /** Null when nobody knows the price. */
    readonly cost_micros: number | null;
  } | null;
}

const CASES = JSON.parse(readFileSync(join(__dirname, 'golden/usage-blocks.json'), 'utf8')) as GoldenCase[];

const CONVERTERS: Record<GoldenCase['form'], (usage: never) => TokenUsage | undefined> = {
  chat: convertOpenAiUsage,
  responses: convertResponseUsage,
  messages: convertAnthropicUsage,
  'generate-content': convertGoogleUsage,
};

describe('usage blocks of providers', () => {
  const prices = new PriceExchanges(new PriceBook());

  it.each(CASES.map((golden) => [`${golden.provider} ${golden.form}: ${golden.case}`, golden] as const))(
    '%s',
    (_name, { provider, form, model, usage, expected }) => {
      const used = CONVERTERS[form](usage);
      if (expected === null) {
        expect(used).toBeUndefined();
        return;
      }
      if (used === undefined) throw new Error('the block was not understood');
      const { cacheWriteTokens, cacheReadTokens, reasoningTokens } = used;
      expect({
        input_tokens: used.inputTokens - cacheWriteTokens - cacheReadTokens,
        cache_write_tokens: cacheWriteTokens,
        cache_read_tokens: cacheReadTokens,
        output_tokens: used.outputTokens - reasoningTokens,
        reasoning_tokens: reasoningTokens,
        cost_micros: costOf(provider, model, used),
      }).toEqual(expected);
    },
  );

  /** What the ledger books, or null. */
  function costOf(provider: string, model: string, usage: TokenUsage): number | null {
    const known = KNOWN_MODELS.find((facts) => facts.model === model);
    const { price: _price, ...unpriced } = KNOWN_MODELS[0] as ModelFacts;
    const asked = [{ provider: { id: provider }, facts: known ?? { ...unpriced, model } }];
    const exchange = {
      provider,
      model,
      simulated: false,
      started_at: '2026-11-23T12:00:00.000Z',
      outcome: 'completed' as const,
      input_tokens: usage.inputTokens,
      output_tokens: usage.outputTokens,
      cache_write_tokens: usage.cacheWriteTokens,
      cache_read_tokens: usage.cacheReadTokens,
      reasoning_tokens: usage.reasoningTokens,
    };
    return prices.price('ten_a', asked, [exchange])[0]?.cost_micros ?? null;
  }
});
