import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';
import type { ResourceRules, TenantRules } from '@botarmy/contracts';

import { OrchestratorConfig } from '../config';
import { readResourceRules } from './resource-rules-file';
import { capacitiesOf, INSTALLATION } from './task-needs';
import type { EffectiveRules } from './task-needs';

const MOST_TENANTS = 10_000;

/** The rules in force: the file's, and those of tenants that have their own. */
@Injectable()
export class ResourceRulesBook {
  private file: ResourceRules = {};
  private readonly known = new Map<string, EffectiveRules>();

  constructor(
    private readonly database: Database,
    private readonly config: OrchestratorConfig,
  ) {}

  /** Reads the file and puts its limits into force for everything that waits already. */
  async load(): Promise<void> {
    this.file = await readResourceRules(this.config.PROCESSES_DIRECTORY);
    this.known.clear();
    await this.database.call('set_capacities', INSTALLATION, json(capacitiesOf(this.installation, INSTALLATION)), 1);
    const tenants = await this.database.call<{ tenant_id: string; rules: TenantRules | null }>('limited_tenants');
    for (const { tenant_id: tenantId, rules } of tenants) {
      const tenant = rules ?? this.defaults;
      await this.database.call('set_capacities', tenantId, json(capacitiesOf(tenant, tenantId)), tenant.weight ?? 1);
    }
  }

  /** What holds for a tenant when it has no rules of its own. */
  get defaults(): TenantRules {
    return (this.file.tenant_defaults ??= {});
  }

  /** What all tenants share. */
  get installation(): NonNullable<ResourceRules['installation']> {
    return (this.file.installation ??= {});
  }

  /** The rules of a tenant, from memory; undefined when they have to be read first. */
  remembered(tenantId: string): EffectiveRules | undefined {
    return this.known.get(tenantId);
  }

  /** The rules of a tenant. */
  async of(tenantId: string): Promise<EffectiveRules> {
    const known = this.known.get(tenantId);
    if (known !== undefined) return known;
    const [row] = await this.database.call<{ rules: TenantRules }>('load_tenant_rules', tenantId);
    const rules = { installation: this.installation, tenant: row?.rules ?? this.defaults };
    const oldest = this.known.keys().next().value;
    if (this.known.size >= MOST_TENANTS && oldest !== undefined) this.known.delete(oldest);
    this.known.set(tenantId, rules);
    return rules;
  }

  /** The next look reads the database; without a tenant this holds for all. */
  forget(tenantId?: string): void {
    if (tenantId === undefined) this.known.clear();
    else this.known.delete(tenantId);
  }
}

function json(value: unknown): string {
  return JSON.stringify(value);
}
