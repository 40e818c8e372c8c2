import { loadConfig } from '@botarmy/chassis';

import { RouterConfig } from '../config';
import { ProviderSet } from './provider-set';
import { PROVIDERS } from './registry';

const SIMULATOR = { SIMULATOR_URL: 'http://127.0.0.1:9' };

function configured(environment: Record<string, string>): Record<string, boolean> {
  const { configured: providers } = ProviderSet.connect(loadConfig(RouterConfig, environment), PROVIDERS);
  return Object.fromEntries([...providers].map(([id, { simulated }]) => [id, simulated]));
}

describe('the providers of an installation', () => {
  it('are all simulated without any key', () => {
    expect(configured(SIMULATOR)).toEqual({ openai: true, anthropic: true, google: true });
  });

  it('are those with a key, once there is one', () => {
    expect(configured({ ...SIMULATOR, ANTHROPIC_API_KEY: 'k' })).toEqual({ anthropic: false });
  });

  it('are filled up by the simulator where that is wanted', () => {
    const environment = { ...SIMULATOR, ANTHROPIC_API_KEY: 'k', SIMULATOR_FALLBACK: 'true' };
    expect(configured(environment)).toEqual({ openai: true, anthropic: false, google: true });
  });

  it('need at least one that can be asked', () => {
    expect(() => configured({})).toThrow(/set OPENAI_API_KEY, .* or SIMULATOR_URL/);
  });
});
