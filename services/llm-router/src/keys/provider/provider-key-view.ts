import type { ProviderKeyView } from '@botarmy/contracts';

import type { ProviderKey } from '../../generated/prisma/client';
import type { ProviderKeyRow } from './provider-key-store';

/** What a view is made of. */
export type ShownKey = Omit<ProviderKeyRow, 'tenant_id' | 'ciphertext' | 'master_key_id'>;

/** How a key does, as far as this replica knows. */
export interface KeyStanding {
  readonly isUnreadable: boolean;
  readonly isFailing: boolean;
  readonly now: Date;
}

/** A key as people see it. */
export function providerKeyViewOf(key: ShownKey, { isUnreadable, isFailing, now }: KeyStanding): ProviderKeyView {
  const { key_id, provider, name, ends_with, valid_until, created_by, created_at } = key;
  const isRetired = valid_until !== null && valid_until.getTime() <= now.getTime();
  return {
    key_id,
    provider,
    name,
    ends_with,
    status: isRetired ? 'retired' : isUnreadable ? 'unreadable' : isFailing ? 'failing' : 'healthy',
    created_by,
    created_at: created_at.toISOString(),
    valid_until: valid_until?.toISOString() ?? null,
  };
}

/** The same row as Prisma reads it. */
export function shownKeyOf(key: Omit<ProviderKey, 'ciphertext'>): ShownKey {
  return {
    key_id: key.keyId,
    provider: key.provider,
    name: key.name,
    ends_with: key.endsWith,
    valid_until: key.validUntil,
    created_by: key.createdBy,
    created_at: key.createdAt,
  };
}
