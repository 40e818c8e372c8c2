import { shutdownOrder, startLoop } from '@botarmy/chassis';
import type { Clock, Logger, Loop, ShutdownHooks } from '@botarmy/chassis';
import { ALL_TENANTS, configurationChanged, configurationInForce, subjectFilterOf } from '@botarmy/contracts';
import type { ConfigurationScope, ConfigurationValues } from '@botarmy/contracts';

import type { Broker } from '../connection/broker';

/** Longest time a change stays unknown whose news was lost: every replica acts on a change within 5 s. */
const LOOK_MS = 4_000;

/** Reads what changed after a revision. */
export type ConfigurationSource = (after: number) => Promise<readonly ConfigurationScope[]>;

/** What a book of the configuration works with. */
export interface ConfigurationParts {
  readonly broker: Broker;
  readonly source: ConfigurationSource;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly shutdown: ShutdownHooks;
}

/** The configuration that holds now, of every tenant, from memory; defaults until it was read for the first time. */
export class ConfigurationInForce {
  private revision = 0;
  private readonly scopes = new Map<string, ConfigurationValues>();
  private readonly merged = new Map<string, ConfigurationValues>();
  private readonly listeners: (() => void)[] = [];
  private defaults = configurationInForce();
  private loop: Loop | undefined;

  constructor(private readonly parts: ConfigurationParts) {}

  /** Starts following: at once, on news, and now and then. */
  start(): void {
    if (this.loop !== undefined) return;
    const { broker, clock, logger, shutdown } = this.parts;
    broker.connection.subscribe(subjectFilterOf(configurationChanged), { callback: () => this.loop?.nudge() });
    broker.onReconnect(() => this.loop?.nudge());
    this.loop = startLoop({ name: 'configuration', intervalMs: LOOK_MS, run: () => this.read(), clock, logger });
    shutdown.register('configuration', shutdownOrder.intake, () => this.loop?.stop());
  }

  /** Values by key for a tenant: its own, those of the installation, and defaults. */
  of(tenantId: string): ConfigurationValues {
    return this.merged.get(tenantId) ?? this.defaults;
  }

  /** Values that hold for the installation as a whole. */
  get installation(): ConfigurationValues {
    return this.defaults;
  }

  /** Calls back after every change. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Reads what changed since the last reading. */
  async read(): Promise<void> {
    const changed = await this.parts.source(this.revision);
    if (changed.length === 0) return;
    for (const { target_tenant, values } of changed) this.scopes.set(target_tenant, values as ConfigurationValues);
    this.revision = Math.max(this.revision, ...changed.map(({ revision }) => revision));
    const installation = this.scopes.get(ALL_TENANTS) ?? {};
    this.defaults = configurationInForce(installation);
    for (const [tenantId, values] of this.scopes) {
      if (tenantId !== ALL_TENANTS) this.merged.set(tenantId, configurationInForce(installation, values));
    }
    for (const listener of this.listeners) listener();
  }
}
