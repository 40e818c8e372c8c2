import type { Capability } from './capability';
import { EMBEDDING_MODELS } from './embedding-models';
import { FACTS_AS_OF, FACTS_FROM_ANTHROPIC, FACTS_FROM_GOOGLE, FACTS_FROM_OPENAI } from './fact-source';
import type { ModelFacts } from './model';

const DOLLAR = 1_000_000;
const plain = { reasoningTokens: 0, acceptsTemperature: true, options: {} } as const;

const shared: readonly Capability[] = [
  'images',
  'image_urls',
  'files',
  'tools',
  'single_tool_call',
  'strict_tools',
  'schema_output',
];
const openAi = new Set<Capability>([...shared, 'json_output', 'reasoning_effort']);
const openAiPlain = new Set<Capability>([...shared, 'json_output', 'stop', 'seed', 'top_p']);
const anthropic = new Set<Capability>([...shared, 'file_urls', 'reasoning_effort', 'stop']);
const anthropicPlain = new Set<Capability>([...shared, 'file_urls', 'stop', 'top_p']);
const google = new Set<Capability>([
  'images',
  'image_urls',
  'files',
  'file_urls',
  'tools',
  'json_output',
  'schema_output',
  'reasoning_effort',
  'stop',
  'seed',
  'top_p',
]);

/** What Anthropic charges for a cache of five minutes: a quarter more to write, a tenth to read. */
function withPromptCache(price: { readonly input: number; readonly output: number }) {
  return { ...price, cacheRead: price.input * 0.1, cacheWrite: price.input * 1.25 };
}

/** Version of the prices below in the ledger: the day they were entered. */
export const PRICES_AS_OF = FACTS_AS_OF;

/**
 * List prices in US dollars per million tokens and limits, entered by hand on the day and from the pages that `facts` names. Nothing
 * checks them against the providers: before money depends on them, compare them with your contract. A class of input without a price
 * of its own costs what input costs. `MODEL_ROUTES_FILE` and prices of a tenant override and add.
 */
export const KNOWN_MODELS: readonly ModelFacts[] = [
  {
    model: 'gpt-6.1-terra',
    ...FACTS_FROM_OPENAI,
    price: {
      input: DOLLAR,
      output: 5 * DOLLAR,
      cacheRead: 0.05 * DOLLAR,
      cacheWrite: 1.25 * DOLLAR,
      longInput: {
        aboveTokens: 272_000,
        input: 2 * DOLLAR,
        output: 7.5 * DOLLAR,
        cacheRead: 0.1 * DOLLAR,
        cacheWrite: 2.5 * DOLLAR,
      },
    },
    maxOutputTokens: 128_000,
    reasoningTokens: 0,
    acceptsTemperature: false,
    capabilities: openAi,
    contextTokens: 1_050_000,
    options: { reasoning_effort: 'none' },
  },
  {
    model: 'gpt-6-luna',
    ...FACTS_FROM_OPENAI,
    price: { input: 0.1 * DOLLAR, output: 0.5 * DOLLAR },
    maxOutputTokens: 128_000,
    reasoningTokens: 0,
    acceptsTemperature: false,
    capabilities: openAi,
    contextTokens: 400_000,
    options: { reasoning_effort: 'none' },
  },
  {
    model: 'gpt-4o',
    ...FACTS_FROM_OPENAI,
    price: { input: 2.5 * DOLLAR, output: 10 * DOLLAR, cacheRead: 1.25 * DOLLAR },
    maxOutputTokens: 16_384,
    capabilities: openAiPlain,
    contextTokens: 128_000,
    ...plain,
  },
  {
    model: 'claude-sonnet-5-5',
    ...FACTS_FROM_ANTHROPIC,
    price: withPromptCache({ input: 2 * DOLLAR, output: 10 * DOLLAR }),
    maxOutputTokens: 128_000,
    reasoningTokens: 0,
    acceptsTemperature: false,
    // No thinking before the text: it would be paid from the tokens the caller allows.
    capabilities: anthropic,
    contextTokens: 1_000_000,
    options: { thinking: { type: 'between_tools' } },
  },
  {
    model: 'claude-opus-5-5',
    ...FACTS_FROM_ANTHROPIC,
    price: withPromptCache({ input: 4 * DOLLAR, output: 20 * DOLLAR }),
    maxOutputTokens: 128_000,
    reasoningTokens: 8_192,
    acceptsTemperature: false,
    capabilities: anthropic,
    contextTokens: 1_000_000,
    options: {},
  },
  {
    model: 'claude-haiku-4-5',
    ...FACTS_FROM_ANTHROPIC,
    price: withPromptCache({ input: DOLLAR, output: 5 * DOLLAR }),
    maxOutputTokens: 64_000,
    capabilities: anthropicPlain,
    contextTokens: 200_000,
    ...plain,
  },
  {
    model: 'gemini-3.8-flash',
    ...FACTS_FROM_GOOGLE,
    price: { input: 0.75 * DOLLAR, output: 3.75 * DOLLAR },
    maxOutputTokens: 65_536,
    // Thinking cannot be switched off, only kept low.
    reasoningTokens: 8_192,
    acceptsTemperature: false,
    capabilities: google,
    contextTokens: 1_048_576,
    options: { thinkingConfig: { thinkingLevel: 'low' } },
  },
  ...EMBEDDING_MODELS,
];
