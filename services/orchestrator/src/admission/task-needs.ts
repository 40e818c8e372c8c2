import type { SharedLimits, TenantRules } from '@botarmy/contracts';

/** The rules that hold for the workflows of one tenant. */
export interface EffectiveRules {
  readonly installation: SharedLimits;
  readonly tenant: TenantRules;
}

/** One unit of a limited resource. */
export interface Need {
  readonly key: string;
  /** `*` for what all tenants share. */
  readonly tenant_id: string;
  readonly capacity: number;
}

/** Scope of resources that all tenants share. */
export const INSTALLATION = '*';

/** What one task of an agent takes while it is in hand; nothing when nothing limits it. */
export function needsOfTask({ installation, tenant }: EffectiveRules, tenantId: string, agentId: string): Need[] {
  const names = ['tasks', taskKey(agentId)];
  return [...pick(INSTALLATION, installation, names), ...pick(tenantId, tenant, names)];
}

/** What a workflow takes while it has work in hand. */
export function needsOfWorkflow({ installation, tenant }: EffectiveRules, tenantId: string, process: string): Need[] {
  const names = ['workflows', workflowKey(process)];
  return [...pick(INSTALLATION, installation, names), ...pick(tenantId, tenant, names)];
}

/** Every limit as capacities by resource key; `scope` is a tenant's id or `INSTALLATION`. */
export function capacitiesOf(limits: SharedLimits, scope: string): Record<string, number> {
  return Object.fromEntries([...named(limits)].map(([name, capacity]) => [keyOf(scope, name), capacity]));
}

/** The name of a resource without its scope. */
export function nameOfKey(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}

function pick(scope: string, limits: SharedLimits, names: readonly string[]): Need[] {
  const capacities = named(limits);
  return names.flatMap((name) => {
    const capacity = capacities.get(name);
    return capacity === undefined ? [] : [{ key: keyOf(scope, name), tenant_id: scope, capacity }];
  });
}

const tables = new WeakMap<SharedLimits, ReadonlyMap<string, number>>();

function named(limits: SharedLimits): ReadonlyMap<string, number> {
  const known = tables.get(limits);
  if (known !== undefined) return known;
  const table = new Map<string, number>();
  if (limits.concurrent_workflows !== undefined) table.set('workflows', limits.concurrent_workflows);
  if (limits.concurrent_tasks !== undefined) table.set('tasks', limits.concurrent_tasks);
  for (const { process, concurrent_workflows } of limits.processes ?? []) {
    table.set(workflowKey(process), concurrent_workflows);
  }
  for (const { agent_id, concurrent_tasks } of limits.agents ?? []) table.set(taskKey(agent_id), concurrent_tasks);
  tables.set(limits, table);
  return table;
}

function keyOf(scope: string, name: string): string {
  return `${scope}/${name}`;
}

function taskKey(agentId: string): string {
  return `tasks:agent=${agentId}`;
}

function workflowKey(process: string): string {
  return `workflows:process=${process}`;
}
