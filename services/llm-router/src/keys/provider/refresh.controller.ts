import { Controller } from '@nestjs/common';

import { Clock, isRetryableDatabaseError } from '@botarmy/chassis';
import { refreshRouter } from '@botarmy/contracts';
import type { Caller, RefreshRouterReply } from '@botarmy/contracts';
import { Answers, AskedBy, OutboxRelay } from '@botarmy/messaging';

import { configurationNews } from '../configuration-news';
import { configurationInvalid } from './provider-key-problems';
import { ProviderKeyStore } from './provider-key-store';
import { ProviderKeysInUse } from './provider-keys-in-use';

/** Reads keys and mounted secrets again, on every replica. */
@Controller()
export class RefreshController {
  constructor(
    private readonly store: ProviderKeyStore,
    private readonly inUse: ProviderKeysInUse,
    private readonly relay: OutboxRelay,
    private readonly clock: Clock,
  ) {}

  @Answers(refreshRouter)
  async refresh(@AskedBy() { tenant_id, user_id }: Caller): Promise<RefreshRouterReply> {
    const now = this.clock.now();
    const { providerKeys, unreadableKeys, changedSettings } = await this.read();
    const change = { change: 'refreshed', key_id: null, changed_by: user_id } as const;
    await this.store.announce(tenant_id, configurationNews(tenant_id, change, now));
    this.relay.nudge();
    return {
      provider_keys: providerKeys,
      unreadable_keys: unreadableKeys,
      changed_settings: changedSettings,
      refreshed_at: now.toISOString(),
    };
  }

  private async read(): ReturnType<ProviderKeysInUse['read']> {
    try {
      return await this.inUse.read();
    } catch (error) {
      if (isRetryableDatabaseError(error) || !(error instanceof Error)) throw error;
      throw configurationInvalid(error);
    }
  }
}
