import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';

/** Writes groups. */
@Injectable()
export class GroupStore {
  constructor(private readonly database: Database) {}

  /** Creates or replaces a group; returns members the tenant does not know, and then nothing was changed. */
  async set(
    tenantId: string,
    group: { readonly name: string; readonly title: string | undefined; readonly members: readonly string[] },
  ): Promise<readonly string[]> {
    const { name, title, members } = group;
    const [row] = await this.database.call<{ unknown_members: string[] }>(
      'group_set',
      tenantId,
      name,
      title ?? null,
      members,
    );
    return row?.unknown_members ?? [];
  }

  /** False when there was no such group. */
  async remove(tenantId: string, name: string): Promise<boolean> {
    const [row] = await this.database.call<{ removed: boolean }>('group_remove', tenantId, name);
    return row?.removed === true;
  }
}
