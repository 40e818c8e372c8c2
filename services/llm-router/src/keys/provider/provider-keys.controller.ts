import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Clock } from '@botarmy/chassis';
import { addProviderKey, createId, listProviderKeys, retireProviderKey } from '@botarmy/contracts';
import type {
  AddProviderKeyRequest,
  Caller,
  ListProviderKeysReply,
  ProviderKeyRequest,
  ProviderKeyView,
  RetireProviderKeyReply,
} from '@botarmy/contracts';
import { Answers, AskedBy, OutboxRelay } from '@botarmy/messaging';

import { ModelHealth } from '../../health/model-health';
import { ProviderSet } from '../../providers/provider-set';
import { configurationNews } from '../configuration-news';
import { MasterKeys } from '../master-keys';
import { KeyRing } from './key-ring';
import { masterKeysMissing, providerKeyNotFound, unknownProvider } from './provider-key-problems';
import { ProviderKeyStore } from './provider-key-store';
import { providerKeyViewOf, shownKeyOf } from './provider-key-view';
import type { KeyStanding } from './provider-key-view';
import { ProviderKeyRepository } from './provider-key.repository';
import { placeOf, ProviderKeysInUse } from './provider-keys-in-use';

const HOUR_S = 3_600;

/** Answers questions about tenants' keys of providers. */
@Controller()
export class ProviderKeysController {
  constructor(
    private readonly store: ProviderKeyStore,
    private readonly keys: ProviderKeyRepository,
    private readonly inUse: ProviderKeysInUse,
    private readonly ring: KeyRing,
    private readonly masterKeys: MasterKeys,
    private readonly health: ModelHealth,
    private readonly providers: ProviderSet,
    private readonly relay: OutboxRelay,
    private readonly clock: Clock,
  ) {}

  @Answers(addProviderKey)
  async add(
    @Payload() request: AddProviderKeyRequest,
    @AskedBy() { tenant_id, user_id }: Caller,
  ): Promise<ProviderKeyView> {
    const { provider, name, secret, replaces, overlap_s = HOUR_S } = request;
    const known = [...this.providers.configured.keys()];
    if (!known.includes(provider)) throw unknownProvider(provider, known);
    if (!this.masterKeys.isConfigured) throw masterKeysMissing();
    const now = this.clock.now();
    const key_id = createId('pkey', now.getTime());
    const sealed = this.masterKeys.seal(secret, placeOf(tenant_id, key_id));
    const key = { key_id, provider, name, ends_with: secret.slice(-4), sealed, created_by: user_id };
    const news = configurationNews(tenant_id, { change: 'provider-key-added', key_id, changed_by: user_id }, now);
    const replaced = replaces === undefined ? undefined : { keyId: replaces, overlapS: overlap_s };
    const row = await this.store.add(tenant_id, key, replaced, news);
    if (row === undefined) throw providerKeyNotFound();
    await this.changed();
    return providerKeyViewOf(row, this.standingOf(key_id, now));
  }

  @Answers(listProviderKeys)
  async list(@AskedBy() { tenant_id }: Caller): Promise<ListProviderKeysReply> {
    const now = this.clock.now();
    const keys = (await this.keys.list(tenant_id)).map(shownKeyOf);
    return { keys: keys.map((key) => providerKeyViewOf(key, this.standingOf(key.key_id, now))) };
  }

  @Answers(retireProviderKey)
  async retire(
    @Payload() { key_id }: ProviderKeyRequest,
    @AskedBy() { tenant_id, user_id }: Caller,
  ): Promise<RetireProviderKeyReply> {
    const change = { change: 'provider-key-retired', key_id, changed_by: user_id } as const;
    const retiredAt = await this.store.retire(
      tenant_id,
      key_id,
      configurationNews(tenant_id, change, this.clock.now()),
    );
    if (retiredAt === undefined) throw providerKeyNotFound();
    await this.changed();
    return { retired_at: retiredAt.toISOString() };
  }

  /** This replica follows before it answers, the others when they hear of it. */
  private async changed(): Promise<void> {
    this.relay.nudge();
    await this.inUse.read();
  }

  private standingOf(keyId: string, now: Date): KeyStanding {
    const reports = this.health.reports().filter((report) => report.keyId === keyId);
    const isFailing = this.ring.isPaused(keyId) || reports.some(({ state }) => state !== 'closed');
    return { isUnreadable: this.inUse.isUnreadable(keyId), isFailing, now };
  }
}
