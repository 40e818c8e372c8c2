import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';
import type { OutgoingMessage } from '@botarmy/messaging';

import type { SealedSecret } from '../master-keys';

/** A key to be added. */
export interface KeyToAdd {
  readonly key_id: string;
  readonly provider: string;
  readonly name: string;
  readonly ends_with: string;
  readonly sealed: SealedSecret;
  readonly created_by: string;
}

/** A key as the table has it. */
export interface ProviderKeyRow {
  readonly key_id: string;
  readonly tenant_id: string;
  readonly provider: string;
  readonly name: string;
  readonly ends_with: string;
  readonly ciphertext: string;
  readonly master_key_id: string;
  readonly valid_until: Date | null;
  readonly created_by: string;
  readonly created_at: Date;
}

/** Providers' keys; each write is one function, hence one commit. */
@Injectable()
export class ProviderKeyStore {
  constructor(private readonly database: Database) {}

  /** Undefined when the key it is to replace is not in use. */
  async add(
    tenantId: string,
    { sealed, ...key }: KeyToAdd,
    replaces: { readonly keyId: string; readonly overlapS: number } | undefined,
    news: OutgoingMessage,
  ): Promise<ProviderKeyRow | undefined> {
    const row = { ...key, ciphertext: sealed.ciphertext, master_key_id: sealed.masterKeyId };
    const [added] = await this.database.call<ProviderKeyRow>(
      'add_provider_key',
      tenantId,
      JSON.stringify(row),
      replaces?.keyId ?? null,
      replaces?.overlapS ?? 0,
      JSON.stringify([news]),
    );
    return added;
  }

  /** Since when it is retired; undefined when the tenant has no such key. */
  async retire(tenantId: string, keyId: string, news: OutgoingMessage): Promise<Date | undefined> {
    const messages = JSON.stringify([news]);
    const rows = await this.database.call<{ key_retired_at: Date }>('retire_provider_key', tenantId, keyId, messages);
    return rows[0]?.key_retired_at;
  }

  /** Of every tenant. */
  async inUse(): Promise<ProviderKeyRow[]> {
    const { rows } = await this.database.query<ProviderKeyRow>('SELECT * FROM provider_keys_in_use()');
    return rows;
  }

  /** Puts a key under another master key. */
  async reseal({ tenant_id, key_id, master_key_id }: ProviderKeyRow, sealed: SealedSecret): Promise<void> {
    const { masterKeyId, ciphertext } = sealed;
    await this.database.call('reseal_provider_key', tenant_id, key_id, master_key_id, masterKeyId, ciphertext);
  }

  /** Tells every replica to read everything again. */
  async announce(tenantId: string, news: OutgoingMessage): Promise<void> {
    await this.database.call('announce_configuration', tenantId, JSON.stringify([news]));
  }
}
