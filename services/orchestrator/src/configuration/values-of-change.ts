import { Problem } from '@botarmy/chassis';
import { agentOfConfigurationKey, ALL_TENANTS, configurationFault, configurationKeyOf } from '@botarmy/contracts';
import type { ConfigurationChange, ConfigurationValue, ConfigurationValues } from '@botarmy/contracts';

import type { ScopeChange, StoredConfiguration } from './configuration-store';

/** Values by key; null puts a key back to its default. */
type Wanted = ReadonlyMap<string, ConfigurationValue | null>;

/**
 * What a change asks for, by key.
 *
 * @throws {Problem} 422 `configuration-invalid` naming every key that is wrong.
 */
export function wantedOf(change: ConfigurationChange, knownAgents: ReadonlySet<string>): Wanted {
  const wanted = new Map<string, ConfigurationValue | null>();
  for (const key of change.reset ?? []) wanted.set(key, null);
  for (const { id, enabled } of change.agents ?? []) wanted.set(`agents.${id}.enabled`, enabled);
  if (change.llm_providers !== undefined) wanted.set('llm_providers', change.llm_providers);
  for (const group of ['workflow', 'rate_limits', 'retention', 'notifications'] as const) {
    for (const [name, value] of Object.entries(change[group] ?? {})) {
      if (value !== undefined) wanted.set(`${group}.${name}`, value as ConfigurationValue);
    }
  }
  const faults = [...wanted].flatMap(([key, value]) => {
    const message = faultOf(key, value, knownAgents);
    return message === undefined ? [] : [{ path: key, message }];
  });
  if (faults.length > 0) throw invalid(faults);
  return wanted;
}

/**
 * What that changes, by scope; nothing where everything is so already.
 *
 * @throws {Problem} 403 `not-the-installation` when keys of the installation are meant and the caller may not set them.
 */
export function scopeChangesOf(
  wanted: Wanted,
  stored: StoredConfiguration,
  caller: { readonly tenantId: string; readonly looksAfterInstallation: boolean },
): ScopeChange[] {
  const isShared = (key: string): boolean => configurationKeyOf(key)?.scope === 'installation';
  const own = [...wanted].filter(([key]) => !isShared(key));
  const shared = [...wanted].filter(([key]) => isShared(key));
  if (shared.length > 0 && !caller.looksAfterInstallation) throw notTheInstallation(shared.map(([key]) => key));
  return [
    ...scopeChange(caller.tenantId, stored.tenant, own),
    ...scopeChange(ALL_TENANTS, stored.installation, shared),
  ];
}

function scopeChange(
  tenant_id: string,
  current: ConfigurationValues,
  wanted: readonly (readonly [string, ConfigurationValue | null])[],
): ScopeChange[] {
  const changed = wanted.filter(([key, value]) => JSON.stringify(current[key] ?? null) !== JSON.stringify(value));
  if (changed.length === 0) return [];
  const keys = new Set(changed.map(([key]) => key));
  const after = Object.fromEntries(changed.filter((entry) => entry[1] !== null)) as ConfigurationValues;
  const kept = Object.entries(current).filter(([key]) => !keys.has(key));
  const agents = changed.flatMap(([key, value]) => {
    const agent = agentOfConfigurationKey(key);
    return agent === undefined ? [] : [[agent, value !== false] as const];
  });
  return [
    {
      tenant_id,
      entries: { ...Object.fromEntries(kept), ...after },
      before: Object.fromEntries(Object.entries(current).filter(([key]) => keys.has(key))),
      after,
      agents: Object.fromEntries(agents),
    },
  ];
}

function faultOf(key: string, value: ConfigurationValue | null, knownAgents: ReadonlySet<string>): string | undefined {
  if (configurationKeyOf(key) === undefined) return 'is no key of the configuration';
  const agent = agentOfConfigurationKey(key);
  if (value === null) return undefined;
  if (agent !== undefined && !knownAgents.has(agent)) return 'names no agent of the tenant';
  return configurationFault(key, value);
}

function invalid(errors: readonly { path: string; message: string }[]): Problem {
  return new Problem({
    status: 422,
    code: 'configuration-invalid',
    title: 'The configuration would not be valid',
    detail: `Nothing was changed. ${errors.map(({ path, message }) => `${path} ${message}`).join('; ')}.`,
    errors: [...errors],
  });
}

function notTheInstallation(keys: readonly string[]): Problem {
  return new Problem({
    status: 403,
    code: 'not-the-installation',
    title: 'These keys are the installation’s',
    detail: `Nothing was changed. ${keys.join(', ')}: administrators of the installation’s own tenant set this for all tenants.`,
  });
}
