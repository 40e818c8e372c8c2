import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';
import type { Role } from '@botarmy/contracts';

/** A user to create. */
export interface NewUser {
  readonly tenantId: string;
  readonly userId: string;
  /** As normalised by `normalizeEmail`. */
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
}

/** Writes users. */
@Injectable()
export class UserStore {
  constructor(private readonly database: Database) {}

  /** Creates the tenant and its owner unless the tenant has a user already; true for the one call that created them. */
  async beginTenant(tenantName: string, owner: NewUser): Promise<boolean> {
    const { tenantId, userId, email, name, passwordHash } = owner;
    const [row] = await this.database.call<{ created: boolean }>(
      'tenant_begin',
      tenantId,
      tenantName,
      userId,
      email,
      name,
      passwordHash,
    );
    return row?.created === true;
  }

  /** Creates the user, or gives an existing one of that e-mail this password. */
  async ensure(user: NewUser, role: Role): Promise<void> {
    const { tenantId, userId, email, name, passwordHash } = user;
    await this.database.call('user_ensure', tenantId, userId, email, name, role, passwordHash);
  }
}
