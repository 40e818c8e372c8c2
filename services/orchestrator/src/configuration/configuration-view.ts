import { configurationInForce } from '@botarmy/contracts';
import type { ConfigurationView, ConfiguredAgent, NotificationSettings, RateLimitSettings } from '@botarmy/contracts';

import type { StoredConfiguration } from './configuration-store';

/** What holds where nobody set it and the environment decides. */
export interface EnvironmentDefaults {
  readonly parallelExecution: boolean;
  readonly archiveAfterDays: number;
  readonly eraseAfterDays: number;
}

/** The configuration of a tenant as people read it. */
export function configurationView(
  stored: StoredConfiguration,
  agents: readonly Omit<ConfiguredAgent, 'enabled'>[],
  defaults: EnvironmentDefaults,
): ConfigurationView {
  const inForce = configurationInForce(stored.installation, stored.tenant);
  const group = (prefix: string): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(inForce)
        .filter(([key]) => key.startsWith(`${prefix}.`))
        .map(([key, value]) => [key.slice(prefix.length + 1), value]),
    );
  return {
    agents: agents.map(({ id, name }) => ({ id, name, enabled: inForce[`agents.${id}.enabled`] !== false })),
    workflow: { parallel_execution: Boolean(inForce['workflow.parallel_execution'] ?? defaults.parallelExecution) },
    llm_providers: [...((inForce['llm_providers'] as readonly string[] | undefined) ?? [])],
    rate_limits: group('rate_limits') as unknown as RateLimitSettings,
    retention: {
      archive_after_days: defaults.archiveAfterDays,
      erase_after_days: defaults.eraseAfterDays,
      ...group('retention'),
    },
    notifications: group('notifications') as unknown as NotificationSettings,
    version: stored.version,
    updated_at: stored.updatedAt?.toISOString() ?? null,
    set_keys: [...Object.keys(stored.tenant), ...Object.keys(stored.installation)].sort(),
  };
}
