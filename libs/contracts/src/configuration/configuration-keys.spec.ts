import {
  agentOfConfigurationKey,
  CONFIGURATION_KEYS,
  configurationFault,
  configurationInForce,
  configurationKeyOf,
} from './configuration-keys.v1';

describe('the keys of the configuration', () => {
  it('have a default that they accept, or say where it comes from', () => {
    for (const { key, default: value } of CONFIGURATION_KEYS) {
      const isElsewhere = typeof value === 'object' && 'from' in value;
      expect([key, isElsewhere ? undefined : configurationFault(key.replace('{agent_id}', 'analyst'), value)]).toEqual([
        key,
        undefined,
      ]);
    }
  });

  it.each<[string, unknown, string | undefined]>([
    ['agents.analyst.enabled', false, undefined],
    ['agents.$(rm -rf /).enabled', false, 'is no key of the configuration'],
    ['agents.{agent_id}.enabled', false, 'is no key of the configuration'],
    ['agents.analyst.prompt', 'x', 'is no key of the configuration'],
    ['__proto__', true, 'is no key of the configuration'],
    ['workflow.parallel_execution', 'true', 'must be true or false'],
    ['rate_limits.uploads_per_hour', 0, 'must be a whole number from 1 to 10000000'],
    ['rate_limits.uploads_per_hour', 1.5, 'must be a whole number from 1 to 10000000'],
    ['retention.erase_after_days', 0, undefined],
    ['llm_providers', ['anthropic', 'openai'], undefined],
    ['llm_providers', ['openai', 'openai'], expect.stringContaining('different names') as unknown as string],
    ['llm_providers', ['$(rm -rf /)'], expect.stringContaining('different names') as unknown as string],
    ['notifications.message_received', 'live', undefined],
    ['notifications.message_received', 'mail', 'must be one of off, live, inbox'],
  ])('%s = %j: %s', (key, value, fault) => {
    expect(configurationFault(key, value)).toEqual(fault);
  });

  it('know the agent they are about', () => {
    expect(agentOfConfigurationKey('agents.analyst.enabled')).toBe('analyst');
    expect(agentOfConfigurationKey('workflow.parallel_execution')).toBeUndefined();
    expect(configurationKeyOf('agents.analyst.enabled')?.scope).toBe('tenant');
  });

  it('hold for a tenant before they hold for the installation, and by default where nobody set them', () => {
    const inForce = configurationInForce(
      { 'rate_limits.uploads_per_hour': 5 },
      { 'workflow.parallel_execution': true },
    );
    expect(inForce).toMatchObject({
      'rate_limits.uploads_per_hour': 5,
      'rate_limits.uploads_per_hour_per_user': 50,
      'workflow.parallel_execution': true,
      'notifications.message_received': 'inbox',
    });
    expect(inForce).not.toHaveProperty('retention.erase_after_days');
  });
});
