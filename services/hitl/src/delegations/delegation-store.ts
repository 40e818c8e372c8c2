import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';

/** One person decides for another between two instants. */
export interface Delegation {
  readonly fromUserId: string;
  readonly toUserId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly reason: string;
}

/** Writes who decides for whom. */
@Injectable()
export class DelegationStore {
  constructor(private readonly database: Database) {}

  /** A second one for the same two people replaces the first. */
  async set(tenantId: string, { fromUserId, toUserId, startsAt, endsAt, reason }: Delegation): Promise<void> {
    await this.database.call('hitl_delegation_set', tenantId, fromUserId, toUserId, startsAt, endsAt, reason);
  }

  /** False when there was none. */
  async remove(tenantId: string, fromUserId: string, toUserId: string): Promise<boolean> {
    const [row] = await this.database.call<{ removed: boolean }>(
      'hitl_delegation_remove',
      tenantId,
      fromUserId,
      toUserId,
    );
    return row?.removed === true;
  }
}
