import type { VirtualKeyView } from '@botarmy/contracts';

import type { VirtualKey } from '../../generated/prisma/client';
import type { VirtualKeyRow } from './virtual-key-store';

/** A key as people see it. */
export function virtualKeyViewOf(row: VirtualKeyRow, now: Date): VirtualKeyView {
  const { key_id, name, ends_with, group_id, models, created_by, expires_at, revoked_at } = row;
  const isExpired = expires_at !== null && expires_at.getTime() <= now.getTime();
  return {
    key_id,
    name,
    ends_with,
    group_id,
    models: models?.length ? models : null,
    status: revoked_at !== null ? 'revoked' : isExpired ? 'expired' : 'active',
    created_by,
    created_at: row.created_at.toISOString(),
    expires_at: expires_at?.toISOString() ?? null,
    revoked_at: revoked_at?.toISOString() ?? null,
  };
}

/** The same row as Prisma reads it. */
export function virtualKeyRowOf(key: VirtualKey): VirtualKeyRow {
  return {
    key_id: key.keyId,
    name: key.name,
    ends_with: key.endsWith,
    group_id: key.groupId,
    models: key.models,
    created_by: key.createdBy,
    created_at: key.createdAt,
    expires_at: key.expiresAt,
    revoked_at: key.revokedAt,
  };
}
