import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';
import type { AlertPreferences } from '@botarmy/contracts';

import { PrismaClient } from '../generated/prisma/client';

/** What somebody hears of who has said nothing: everything, counted as unread. */
const DEFAULTS: AlertPreferences = {
  request_opened: 'inbox',
  request_changed: 'inbox',
  message_received: 'inbox',
  answer_ready: 'inbox',
};

/** Reads what people want to hear of. */
@Injectable()
export class PreferenceRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** Everybody's, in the order of the ids. */
  async of(tenantId: string, userIds: readonly string[]): Promise<AlertPreferences[]> {
    const rows = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.alertPreference.findMany({ where: { tenantId, userId: { in: [...userIds] } } }),
    );
    const stated = new Map(rows.map(({ userId, settings }) => [userId, settings]));
    return userIds.map((userId) => completePreferences(stated.get(userId)));
  }
}

/** Stated preferences with the defaults for the rest. */
export function completePreferences(stated: unknown): AlertPreferences {
  return { ...DEFAULTS, ...(stated as Partial<AlertPreferences> | undefined) };
}
