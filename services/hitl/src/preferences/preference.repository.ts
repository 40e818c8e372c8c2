import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';
import type { AlertPreferences } from '@botarmy/contracts';
import { ConfigurationInForce } from '@botarmy/messaging';

import { PrismaClient } from '../generated/prisma/client';

/** What people may hear of. */
const EVENTS = ['request_opened', 'request_changed', 'message_received', 'answer_ready'] as const;

/** What people want to hear of: as they said themselves, else as the tenant's configuration says. */
@Injectable()
export class PreferenceRepository {
  constructor(
    private readonly prisma: PrismaClient,
    private readonly configuration: ConfigurationInForce,
  ) {}

  /** Everybody's, in the order of the ids. */
  async of(tenantId: string, userIds: readonly string[]): Promise<AlertPreferences[]> {
    const rows = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.alertPreference.findMany({ where: { tenantId, userId: { in: [...userIds] } } }),
    );
    const stated = new Map(rows.map(({ userId, settings }) => [userId, settings]));
    return userIds.map((userId) => this.complete(tenantId, stated.get(userId)));
  }

  /** Stated preferences with the defaults for the rest. */
  complete(tenantId: string, stated: unknown): AlertPreferences {
    const values = this.configuration.of(tenantId);
    const defaults = Object.fromEntries(EVENTS.map((event) => [event, values[`notifications.${event}`] ?? 'inbox']));
    return { ...(defaults as unknown as AlertPreferences), ...(stated as Partial<AlertPreferences> | undefined) };
  }
}
