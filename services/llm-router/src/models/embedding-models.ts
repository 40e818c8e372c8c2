import type { Capability } from './capability';
import { FACTS_FROM_GOOGLE, FACTS_FROM_OPENAI } from './fact-source';
import type { ModelFacts } from './model';

const DOLLAR = 1_000_000;

/** What every model that makes vectors has in common: input alone is paid, and there is no text to limit. */
const vectors = {
  maxOutputTokens: 1,
  reasoningTokens: 0,
  acceptsTemperature: false,
  capabilities: new Set<Capability>(['embeddings']),
  options: {},
} as const;

/** Models that make vectors of texts; prices as those of the others. */
export const EMBEDDING_MODELS: readonly ModelFacts[] = [
  { model: 'text-embedding-3-small', price: { input: 0.02 * DOLLAR, output: 0 }, ...vectors, ...FACTS_FROM_OPENAI },
  { model: 'text-embedding-3-large', price: { input: 0.13 * DOLLAR, output: 0 }, ...vectors, ...FACTS_FROM_OPENAI },
  { model: 'gemini-embedding-001', price: { input: 0.15 * DOLLAR, output: 0 }, ...vectors, ...FACTS_FROM_GOOGLE },
];
