import type { Route } from './route';

/** The route an unnamed purpose takes, and the one every installation has. */
export const DEFAULT_ROUTE = 'default';

/** The route for vectors. */
export const EMBEDDINGS_ROUTE = 'embeddings';

/** Routes as shipped; `MODEL_ROUTES_FILE` replaces them by name. */
export const DEFAULT_ROUTES: Readonly<Record<string, Route>> = {
  [DEFAULT_ROUTE]: {
    strategy: 'priority',
    choices: [
      { provider: 'openai', model: 'gpt-6.1-terra' },
      { provider: 'anthropic', model: 'claude-sonnet-5-5' },
      { provider: 'google', model: 'gemini-3.8-flash' },
    ],
  },
  // One model alone: vectors of different models cannot be compared, so none may stand in for another.
  [EMBEDDINGS_ROUTE]: { strategy: 'priority', choices: [{ provider: 'openai', model: 'text-embedding-3-small' }] },
};
