import { Injectable } from '@nestjs/common';

import { ROLES } from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';

import { MembershipReader } from '../people/memberships';
import type { Inbox } from './request.repository';

/** Says for whom a person may decide now. */
@Injectable()
export class InboxReader {
  constructor(private readonly memberships: MembershipReader) {}

  /** @throws {Problem} 503 while identity is away. */
  async of(caller: Caller): Promise<Inbox> {
    const { people } = await this.memberships.read([caller.user_id], [], caller);
    const { groups = [], role = caller.role } = people.get(caller.user_id) ?? {};
    return { userId: caller.user_id, groups, rank: ROLES.indexOf(role) };
  }
}
