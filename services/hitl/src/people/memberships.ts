import { Injectable } from '@nestjs/common';

import { readMemberships } from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import type { Person } from '../policy/people';
import type { GroupVersions } from '../policy/policy-state';

const TIMEOUT_MS = 5_000;

/** People and groups as identity knows them now. */
export interface Memberships {
  readonly people: ReadonlyMap<string, Person>;
  readonly groupVersions: GroupVersions;
}

/** Asks identity who people are. */
@Injectable()
export class MembershipReader {
  constructor(private readonly asker: Asker) {}

  /** @throws {Problem} 503 while identity is away: nobody decides on an old view of who may. */
  async read(userIds: readonly string[], groups: readonly string[], caller: Caller): Promise<Memberships> {
    const request = { user_ids: [...new Set(userIds)], groups: [...groups] };
    const reply = await this.asker.ask(readMemberships, request, caller, TIMEOUT_MS);
    return {
      people: new Map(reply.people.map((person) => [person.user_id, person])),
      groupVersions: Object.fromEntries(reply.groups.map(({ name, version }) => [name, version])),
    };
  }
}
