import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Logger, Problem } from '@botarmy/chassis';
import { listGroups, readMemberships, removeGroup, setGroup } from '@botarmy/contracts';
import type {
  Caller,
  GroupView,
  ListGroupsReply,
  ReadMembershipsReply,
  ReadMembershipsRequest,
  RemoveGroupReply,
  RemoveGroupRequest,
  Role,
  SetGroupRequest,
} from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { GroupStore } from './group-store';
import { GroupRepository } from './group.repository';
import type { GroupWithMembers } from './group.repository';

/** Answers questions about groups of people. */
@Controller()
export class GroupController {
  constructor(
    private readonly groups: GroupRepository,
    private readonly store: GroupStore,
    private readonly logger: Logger,
  ) {}

  @Answers(listGroups)
  async list(@AskedBy() caller: Caller): Promise<ListGroupsReply> {
    return { groups: (await this.groups.list(caller.tenant_id)).map(viewOf) };
  }

  @Answers(setGroup)
  async set(@Payload() { name, title, members }: SetGroupRequest, @AskedBy() caller: Caller): Promise<GroupView> {
    if (title?.includes('\0') === true || title?.isWellFormed() === false) throw titleNotStorable();
    const unknown = await this.store.set(caller.tenant_id, { name, title, members });
    if (unknown.length > 0) throw unknownMembers(unknown);
    const group = await this.groups.find(caller.tenant_id, name);
    if (group === null) throw new Error('the group was removed while it was set');
    const { user_id: changed_by } = caller;
    this.logger.info({ group: name, version: group.version, changed_by }, 'group set');
    return viewOf(group);
  }

  @Answers(removeGroup)
  async remove(@Payload() { name }: RemoveGroupRequest, @AskedBy() caller: Caller): Promise<RemoveGroupReply> {
    const removed = await this.store.remove(caller.tenant_id, name);
    if (removed) this.logger.info({ group: name, changed_by: caller.user_id }, 'group removed');
    return { removed };
  }

  @Answers(readMemberships)
  async memberships(
    @Payload() { user_ids, groups }: ReadMembershipsRequest,
    @AskedBy() caller: Caller,
  ): Promise<ReadMembershipsReply> {
    const { people, versions } = await this.groups.memberships(caller.tenant_id, user_ids, groups);
    const known = new Map(versions.map(({ name, version }) => [name, version]));
    return {
      people: people.map((person) => ({
        user_id: person.userId,
        user_name: person.name,
        role: person.role as Role,
        is_active: person.isActive,
        groups: person.memberships.map(({ name }) => name),
      })),
      groups: groups.map((name) => ({ name, version: known.get(name) ?? 0 })),
    };
  }
}

function viewOf({ name, title, version, updatedAt, members }: GroupWithMembers): GroupView {
  return { name, title, version, updated_at: updatedAt.toISOString(), members: members.map(({ userId }) => userId) };
}

function unknownMembers(ids: readonly string[]): Problem {
  return new Problem({
    status: 422,
    code: 'unknown-members',
    title: 'Unknown members',
    detail: `Nothing was changed, for your organisation has no users ${ids.slice(0, 20).join(', ')}.`,
  });
}

function titleNotStorable(): Problem {
  return new Problem({
    status: 400,
    code: 'validation-failed',
    title: 'Validation failed',
    detail: 'Correct the fields listed under "errors" and send the request again.',
    errors: [{ path: 'title', message: 'must not hold NUL or broken Unicode' }],
  });
}
