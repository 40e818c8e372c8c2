import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';
import { ALL_TENANTS } from '@botarmy/contracts';
import type { ConfigurationScope, ConfigurationValues } from '@botarmy/contracts';
import type { OutgoingMessage } from '@botarmy/messaging';

/** What is set for a tenant and for the installation. */
export interface StoredConfiguration {
  readonly tenant: ConfigurationValues;
  readonly installation: ConfigurationValues;
  /** One more than the newest revision that concerns the tenant. */
  readonly version: number;
  readonly updatedAt: Date | null;
}

/** New values of one scope. */
export interface ScopeChange {
  /** `*` for the installation. */
  readonly tenant_id: string;
  readonly entries: ConfigurationValues;
  readonly before: ConfigurationValues;
  readonly after: ConfigurationValues;
  /** Agents that were switched, and whether they are enabled now. */
  readonly agents: Readonly<Record<string, boolean>>;
}

interface ValuesRow extends Record<string, unknown> {
  readonly tenant_id: string;
  readonly entries: ConfigurationValues;
  /** bigint as text. */
  readonly revision: string;
  readonly changed_at: Date;
}

/** One row of the history. */
export interface ChangeRow extends Record<string, unknown> {
  /** bigint as text. */
  readonly revision: string;
  readonly tenant_id: string;
  readonly before: object;
  readonly after: object;
  readonly changed_by: string;
  readonly changed_at: Date;
}

/** The tables of the configuration. */
@Injectable()
export class ConfigurationStore {
  constructor(private readonly database: Database) {}

  async load(tenantId: string): Promise<StoredConfiguration> {
    const rows = await this.database.read<ValuesRow>('load_configuration', tenantId);
    const valuesOf = (scope: string) => rows.find(({ tenant_id }) => tenant_id === scope)?.entries ?? {};
    const newest = rows.toSorted((one, other) => Number(other.revision) - Number(one.revision))[0];
    return {
      tenant: valuesOf(tenantId),
      installation: valuesOf(ALL_TENANTS),
      version: Number(newest?.revision ?? 0) + 1,
      updatedAt: newest?.changed_at ?? null,
    };
  }

  /** Commits a change; undefined when another one came first. */
  async save(
    change: { readonly tenantId: string; readonly version: number; readonly by: string },
    scopes: readonly ScopeChange[],
    messages: readonly OutgoingMessage[],
  ): Promise<{ readonly version: number; readonly changedAt: Date } | undefined> {
    const [row] = await this.database.call<{ outcome: string; version: string; changed_at: Date }>(
      'set_configuration',
      change.tenantId,
      change.version,
      change.by,
      JSON.stringify(scopes),
      JSON.stringify(messages),
    );
    if (row?.outcome !== 'changed') return undefined;
    return { version: Number(row.version), changedAt: row.changed_at };
  }

  /** Changes that concern a tenant, newest first. */
  changes(tenantId: string, before: number | null, limit: number): Promise<ChangeRow[]> {
    return this.database.read<ChangeRow>('configuration_changes', tenantId, before, limit);
  }

  /** Every scope that changed after a revision. */
  async after(revision: number): Promise<ConfigurationScope[]> {
    const rows = await this.database.read<{ target_tenant: string; entries: object; revision: string }>(
      'configuration_after',
      revision,
    );
    return rows.map(({ target_tenant, entries, revision: newest }) => ({
      target_tenant,
      values: entries,
      revision: Number(newest),
    }));
  }
}
