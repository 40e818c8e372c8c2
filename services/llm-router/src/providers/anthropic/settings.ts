import type { RouterConfig } from '../../config';
import type { ProviderSettings } from '../provider-definition';

/** What the configuration says about Anthropic. */
export function anthropicSettings(config: RouterConfig): ProviderSettings {
  return { apiKey: config.ANTHROPIC_API_KEY, baseUrl: config.ANTHROPIC_BASE_URL, simulatorPath: '' };
}
