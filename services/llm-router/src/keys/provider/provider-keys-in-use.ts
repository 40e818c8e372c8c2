import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';

import { Clock, Logger, ShutdownHooks, shutdownOrder, startLoop } from '@botarmy/chassis';
import type { Loop } from '@botarmy/chassis';
import { routerConfigurationChanged, subjectFilterOf } from '@botarmy/contracts';
import { Broker } from '@botarmy/messaging';

import { RouterConfig } from '../../config';
import { ProviderSet } from '../../providers/provider-set';
import { PROVIDERS } from '../../providers/registry';
import { MasterKeys } from '../master-keys';
import { readMountedSecrets } from './installation-secrets';
import { INSTALLATION, KeyRing } from './key-ring';
import type { RingKey } from './key-ring';
import { ProviderKeyStore } from './provider-key-store';
import type { ProviderKeyRow } from './provider-key-store';

/** Longest time a change stays unknown whose news was lost. */
const LOOK_MS = 60_000;

/** What a reading came to. */
export interface KeysRead {
  readonly providerKeys: number;
  readonly unreadableKeys: number;
  readonly changedSettings: number;
}

/** Where a key is sealed for: nobody can move a ciphertext to another row or tenant. */
export function placeOf(tenantId: string, keyId: string): string {
  return `provider-key/${tenantId}/${keyId}`;
}

/** Keeps the ring as the database and the mounted secrets have it: at the start, on news, and now and then. */
@Injectable()
export class ProviderKeysInUse implements OnModuleInit {
  private loop: Loop | undefined;
  private unreadable: ReadonlySet<string> = new Set();

  constructor(
    private readonly store: ProviderKeyStore,
    private readonly ring: KeyRing,
    private readonly masterKeys: MasterKeys,
    private readonly providers: ProviderSet,
    private readonly config: RouterConfig,
    private readonly broker: Broker,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly shutdown: ShutdownHooks,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.read();
    const { clock, logger } = this;
    this.broker.connection.subscribe(subjectFilterOf(routerConfigurationChanged), {
      callback: () => this.loop?.nudge(),
    });
    this.broker.onReconnect(() => this.loop?.nudge());
    const run = async (): Promise<void> => void (await this.read());
    this.loop = startLoop({ name: 'provider-keys', intervalMs: LOOK_MS, run, clock, logger });
    this.shutdown.register('provider-keys', shutdownOrder.intake, () => this.loop?.stop());
  }

  /** True when the master key it is under is not configured here. */
  isUnreadable(keyId: string): boolean {
    return this.unreadable.has(keyId);
  }

  /**
   * Reads everything again. Keys under an older master key are sealed under the current one.
   *
   * @throws {Error} for a mounted secret that makes no sense; keys in use stay as they are.
   */
  async read(): Promise<KeysRead> {
    const installation = this.readInstallation();
    const rows = await this.store.inUse();
    const opened = rows.map((row) => ({ row, secret: this.open(row) }));
    const readable = opened.flatMap(({ row, secret }) => (secret === undefined ? [] : [ringKeyOf(row, secret)]));
    const unreadable = opened.filter(({ secret }) => secret === undefined).map(({ row }) => row.key_id);
    if (unreadable.length > 0) this.logger.error({ key_ids: unreadable }, 'provider keys cannot be opened');
    this.unreadable = new Set(unreadable);
    this.ring.load([...installation, ...readable]);
    for (const { row, secret } of opened) if (secret !== undefined) await this.resealIfOld(row, secret);
    return {
      providerKeys: readable.length,
      unreadableKeys: unreadable.length,
      changedSettings: installation.length,
    };
  }

  private open({ tenant_id, key_id, ciphertext, master_key_id }: ProviderKeyRow): string | undefined {
    return this.masterKeys.open({ ciphertext, masterKeyId: master_key_id }, placeOf(tenant_id, key_id));
  }

  private async resealIfOld(row: ProviderKeyRow, secret: string): Promise<void> {
    if (row.master_key_id === this.masterKeys.currentId) return;
    await this.store.reseal(row, this.masterKeys.seal(secret, placeOf(row.tenant_id, row.key_id)));
    this.logger.info({ key_id: row.key_id }, 'provider key sealed under the current master key');
  }

  /** Keys of the installation that differ from those the providers were connected with. */
  private readInstallation(): RingKey[] {
    const mounted = readMountedSecrets(this.config.SECRETS_DIRECTORY);
    if (mounted['MASTER_KEYS'] !== undefined) this.masterKeys.replace(mounted['MASTER_KEYS']);
    const now = Object.assign(new RouterConfig(), this.config, mounted);
    return PROVIDERS.flatMap(({ id, settings }) => {
      const secret = settings(now).apiKey;
      const isChanged = secret !== undefined && secret !== settings(this.config).apiKey;
      if (!isChanged || !this.providers.configured.has(id)) return [];
      return [{ id: `installation.${id}`, secret, tenantId: INSTALLATION, provider: id, validUntil: null }];
    });
  }
}

function ringKeyOf({ key_id, tenant_id, provider, valid_until }: ProviderKeyRow, secret: string): RingKey {
  return { id: key_id, secret, tenantId: tenant_id, provider, validUntil: valid_until };
}
