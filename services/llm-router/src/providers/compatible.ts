import type { RouterConfig } from '../config';
import { readCompatibleEntries } from './compatible-entry';
import type { CompatibleEntry } from './compatible-entry';
import { connectOpenAi } from './openai/call';
import type { ProviderDefinition } from './provider-definition';

/** What a server that asks for no key is sent. */
const NO_KEY = 'none';

/**
 * A definition per endpoint of the configuration that speaks OpenAI's protocol: vLLM, Ollama, Azure OpenAI and the like.
 *
 * @throws {Error} naming the place in `COMPATIBLE_PROVIDERS`.
 */
export function compatibleProviders(
  config: RouterConfig,
  others: readonly ProviderDefinition[],
): readonly ProviderDefinition[] {
  const ids = others.map(({ id }) => id);
  return readCompatibleEntries(config.COMPATIBLE_PROVIDERS, ids).map(definitionOf);
}

function definitionOf(entry: CompatibleEntry): ProviderDefinition {
  const { id, base_url, api_key, headers, query, legacy_max_tokens } = entry;
  return {
    id,
    interfaces: ['responses'],
    settings: () => ({
      apiKey: api_key ?? NO_KEY,
      baseUrl: base_url,
      simulatorPath: '/v1',
      compatibility: {
        ...(headers === undefined ? {} : { headers }),
        ...(query === undefined ? {} : { query }),
        outputLimitField: legacy_max_tokens === true ? 'max_tokens' : 'max_completion_tokens',
      },
    }),
    connect: (endpoint) => connectOpenAi(id, endpoint),
  };
}
