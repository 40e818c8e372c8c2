import type { RouterConfig } from '../config';
import type { Compatibility, Provider, ProviderEndpoint } from './provider';

/** What the configuration says about a provider. */
export interface ProviderSettings {
  readonly apiKey: string | undefined;
  readonly baseUrl: string;
  /** Path below the simulator's URL at which it speaks this protocol. */
  readonly simulatorPath: string;
  readonly compatibility?: Compatibility;
}

/** A provider as its folder offers it. */
export interface ProviderDefinition {
  readonly id: string;
  /** Its interfaces besides the usual one; `interface` of a model's facts names them. */
  readonly interfaces?: readonly string[];
  readonly settings: (config: RouterConfig) => ProviderSettings;
  readonly connect: (endpoint: ProviderEndpoint) => Provider;
}
