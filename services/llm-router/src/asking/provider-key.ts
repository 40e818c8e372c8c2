import type { HealthKey } from '../health/model-health';
import type { Candidate } from '../routes/candidate';

/** A tenant's own key of a provider. */
export interface ProviderKey {
  readonly id: string;
  readonly secret: string;
}

/** Under which name the health of a model is kept. */
export function healthKeyOf({ provider, facts }: Candidate, key: ProviderKey | undefined): HealthKey {
  return { provider: provider.id, model: facts.model, ...(key === undefined ? {} : { keyId: key.id }) };
}
