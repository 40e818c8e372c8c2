import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';

import { PrismaClient } from '../generated/prisma/client';
import type { Group, GroupMember, User } from '../generated/prisma/client';

/** A group with the ids of its members. */
export type GroupWithMembers = Group & { readonly members: readonly GroupMember[] };
/** A user with the groups they belong to. */
export type UserWithGroups = User & { readonly memberships: readonly GroupMember[] };

/** Reads groups. */
@Injectable()
export class GroupRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** Every group by name. */
  list(tenantId: string): Promise<GroupWithMembers[]> {
    return inTenant(this.prisma, tenantId, (transaction) =>
      transaction.group.findMany({
        where: { tenantId },
        orderBy: { name: 'asc' },
        take: 1_000,
        include: { members: { orderBy: { userId: 'asc' } } },
      }),
    );
  }

  /** One group; null when the tenant has none of that name. */
  find(tenantId: string, name: string): Promise<GroupWithMembers | null> {
    return inTenant(this.prisma, tenantId, (transaction) =>
      transaction.group.findUnique({
        where: { tenantId_name: { tenantId, name } },
        include: { members: { orderBy: { userId: 'asc' } } },
      }),
    );
  }

  /** People with their groups, and the versions of groups; what the tenant has not is left out. */
  async memberships(
    tenantId: string,
    userIds: readonly string[],
    groups: readonly string[],
  ): Promise<{ people: UserWithGroups[]; versions: Pick<Group, 'name' | 'version'>[] }> {
    return inTenant(this.prisma, tenantId, async (transaction) => ({
      people: await transaction.user.findMany({
        where: { tenantId, userId: { in: [...userIds] } },
        include: { memberships: { where: { tenantId } } },
      }),
      versions:
        groups.length === 0
          ? []
          : await transaction.group.findMany({
              where: { tenantId, name: { in: [...groups] } },
              select: { name: true, version: true },
            }),
    }));
  }
}
