import type { RouterConfig } from '../../config';
import type { ProviderSettings } from '../provider-definition';

/** What the configuration says about Google. */
export function googleSettings(config: RouterConfig): ProviderSettings {
  return { apiKey: config.GOOGLE_GENAI_API_KEY, baseUrl: config.GOOGLE_BASE_URL, simulatorPath: '' };
}
