import type { RouterConfig } from '../../config';
import type { ProviderSettings } from '../provider-definition';

/** What the configuration says about OpenAI. */
export function openAiSettings(config: RouterConfig): ProviderSettings {
  return { apiKey: config.OPENAI_API_KEY, baseUrl: config.OPENAI_BASE_URL, simulatorPath: '/v1' };
}
