import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';

import { PrismaClient } from '../generated/prisma/client';
import type { Tenant, User } from '../generated/prisma/client';

/** A user with the tenant they belong to. */
export type UserInTenant = User & { readonly tenant: Tenant };

/** Reads users. */
@Injectable()
export class UserRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** The user of a normalised e-mail address. */
  findByEmail(tenantId: string, email: string): Promise<UserInTenant | null> {
    return inTenant(this.prisma, tenantId, (transaction) =>
      transaction.user.findUnique({ where: { tenantId_email: { tenantId, email } }, include: { tenant: true } }),
    );
  }

  /** True when the tenant has any user. */
  async exists(tenantId: string): Promise<boolean> {
    const user = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.user.findFirst({ where: { tenantId }, select: { userId: true } }),
    );
    return user !== null;
  }
}
