import type { RouterConfig } from '../config';
import type { Provider, ProviderEndpoint } from './provider';
import type { ProviderDefinition, ProviderSettings } from './provider-definition';

/** The providers of an installation. */
export class ProviderSet {
  private constructor(
    /** Ids of all providers, configured or not. */
    readonly knownIds: readonly string[],
    /** Those that can be asked, by id. */
    readonly configured: ReadonlyMap<string, Provider>,
  ) {}

  /** True when every answer comes from the simulator. */
  get isSimulated(): boolean {
    return [...this.configured.values()].every(({ simulated }) => simulated);
  }

  /**
   * Connects the providers that have a key. Without any key the simulator stands in for all; with
   * `SIMULATOR_FALLBACK` also for those without a key beside others that have one.
   *
   * @throws {Error} when there is neither a key nor a simulator.
   */
  static connect(config: RouterConfig, definitions: readonly ProviderDefinition[]): ProviderSet {
    const withSettings = definitions.map((definition) => ({ definition, settings: definition.settings(config) }));
    const hasKey = withSettings.some(({ settings }) => settings.apiKey !== undefined);
    const simulatorUrl = !hasKey || config.SIMULATOR_FALLBACK ? config.SIMULATOR_URL : undefined;
    const configured = new Map<string, Provider>();
    for (const { definition, settings } of withSettings) {
      const endpoint = endpointOf(settings, simulatorUrl);
      if (endpoint !== undefined) configured.set(definition.id, definition.connect(endpoint));
    }
    if (configured.size === 0) {
      throw new Error(
        'No model can be asked: set OPENAI_API_KEY, ANTHROPIC_API_KEY, GOOGLE_GENAI_API_KEY or SIMULATOR_URL.',
      );
    }
    const ids = definitions.map(({ id }) => id);
    return new ProviderSet(ids, configured);
  }
}

function endpointOf(settings: ProviderSettings, simulatorUrl: string | undefined): ProviderEndpoint | undefined {
  const { apiKey, baseUrl, simulatorPath, compatibility } = settings;
  if (apiKey !== undefined) {
    const differences = compatibility === undefined ? {} : { compatibility };
    return { apiKey, baseUrl: withoutSlash(baseUrl), simulated: false, ...differences };
  }
  if (simulatorUrl === undefined) return undefined;
  return { apiKey: 'simulated', baseUrl: `${withoutSlash(simulatorUrl)}${simulatorPath}`, simulated: true };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
