import { valueOf } from '../environment';
import type { OwnerEnvironment } from '../environment';

/** Variables that hold a provider's key, and how people call the provider. */
export const PROVIDER_KEYS = {
  OPENAI_API_KEY: 'OpenAI',
  ANTHROPIC_API_KEY: 'Anthropic',
  GOOGLE_GENAI_API_KEY: 'Google',
} as const;

/** Who answers model calls. */
export interface ProviderChoice {
  /** True when no key is set: every answer then comes from the simulated provider and is marked so. */
  readonly isSimulated: boolean;
  readonly names: readonly string[];
}

/** Real providers as soon as one key is set, else the simulated one. */
export function chooseProvider(environment: OwnerEnvironment): ProviderChoice {
  const names = Object.entries(PROVIDER_KEYS)
    .filter(([variable]) => valueOf(environment, variable) !== undefined)
    .map(([, name]) => name);
  return { isSimulated: names.length === 0, names };
}

/** One line for the person at the terminal. */
export function describeProvider({ isSimulated, names }: ProviderChoice): string {
  if (isSimulated) {
    return `Simulated provider: no model is called, nothing is paid (set ${Object.keys(PROVIDER_KEYS).join(', ')} for real ones).`;
  }
  return `Real provider: ${names.join(', ')}. Model calls cost money.`;
}
