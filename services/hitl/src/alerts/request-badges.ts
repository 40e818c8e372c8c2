import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';
import type { AlertCounts, AlertPreferences, Caller, HitlCount } from '@botarmy/contracts';

import { PrismaClient } from '../generated/prisma/client';
import { InboxReader } from '../requests/inbox-reader';
import { RequestRepository } from '../requests/request.repository';

const MOST_COUNTED = 1_000;
const LONGEST_LIST = 100;

/** Counts what waits for somebody, and what of it they have not looked at. */
@Injectable()
export class RequestBadges {
  constructor(
    private readonly requests: RequestRepository,
    private readonly inboxes: InboxReader,
    private readonly prisma: PrismaClient,
  ) {}

  /** Unread counts new requests and changed ones as the person wants to hear of them, of the thousand oldest that wait. */
  async count(caller: Caller, { request_opened, request_changed }: AlertPreferences): Promise<AlertCounts> {
    const { tenant_id: tenantId, user_id: userId } = caller;
    const inbox = await this.inboxes.of(caller);
    const filter = { status: 'pending', workflowId: undefined, inbox };
    const { requests, totalCount } = await this.requests.list(tenantId, filter, {
      limit: MOST_COUNTED,
      after: undefined,
    });
    const seen = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.hitlRequestSeen.findMany({
        where: { tenantId, userId, requestId: { in: requests.map(({ requestId }) => requestId) } },
        select: { requestId: true, revision: true },
      }),
    );
    const revisions = new Map(seen.map(({ requestId, revision }) => [requestId, revision]));
    const unread = requests.filter(({ requestId, revision }) => {
      const known = revisions.get(requestId);
      if (known === undefined) return request_opened === 'inbox';
      return known < revision && request_changed === 'inbox';
    });
    return {
      total: totalCount,
      unread: unread.length,
      agents: countBy(requests.map(({ agentId }) => agentId)),
      workflows: countBy(requests.map(({ workflowId }) => workflowId)),
    };
  }
}

function countBy(keys: readonly string[]): HitlCount[] {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const sorted = [...counts].sort(([left, many], [right, more]) => more - many || (left < right ? -1 : 1));
  return sorted.slice(0, LONGEST_LIST).map(([key, count]) => ({ key, count }));
}
