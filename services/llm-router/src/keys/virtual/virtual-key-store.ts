import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';
import type { SetBudgetRequest } from '@botarmy/contracts';
import type { OutgoingMessage } from '@botarmy/messaging';

/** A key to be made. */
export interface KeyToCreate {
  readonly key_id: string;
  readonly name: string;
  readonly ends_with: string;
  readonly secret_sha256: string;
  readonly group_id?: string;
  readonly models?: readonly string[];
  readonly expires_at?: string;
  readonly created_by: string;
}

/** A budget or limit that comes with it. */
export type BudgetOfKey = SetBudgetRequest & { readonly budget_id: string; readonly created_by: string };

/** A key as the table has it. */
export interface VirtualKeyRow {
  readonly key_id: string;
  readonly name: string;
  readonly ends_with: string;
  readonly group_id: string | null;
  readonly models: string[] | null;
  readonly created_by: string;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
}

/** Whose a secret is. */
export interface FoundKeyRow {
  readonly key_id: string;
  readonly tenant_id: string;
  readonly name: string;
  readonly group_id: string | null;
  readonly models: string[] | null;
  readonly expires_at: Date | null;
  readonly has_rate_limits: boolean;
}

/** What is left in the current minute; null where nothing limits it. */
export interface AllowanceRow {
  readonly requests_limit: number | null;
  readonly requests_left: number | null;
  readonly requests_reset_ms: number | null;
  readonly tokens_limit: number | null;
  readonly tokens_left: number | null;
  readonly tokens_reset_ms: number | null;
}

/** Keys of the door; each write is one function, hence one commit. */
@Injectable()
export class VirtualKeyStore {
  constructor(private readonly database: Database) {}

  async create(
    tenantId: string,
    key: KeyToCreate,
    budgets: readonly BudgetOfKey[],
    news: OutgoingMessage,
  ): Promise<VirtualKeyRow> {
    const parts = [key, budgets, [news]].map((part) => JSON.stringify(part));
    const [row] = await this.database.call<VirtualKeyRow>('create_virtual_key', tenantId, ...parts);
    if (row === undefined) throw new Error('create_virtual_key returned no row');
    return row;
  }

  /** Since when it is revoked; undefined when the tenant has no such key. */
  async revoke(tenantId: string, keyId: string, news: OutgoingMessage): Promise<Date | undefined> {
    const messages = JSON.stringify([news]);
    const rows = await this.database.call<{ key_revoked_at: Date }>('revoke_virtual_key', tenantId, keyId, messages);
    return rows[0]?.key_revoked_at;
  }

  /** Whose a secret with this hash is, in whatever tenant; undefined when it is of no use. */
  async find(sha256: string): Promise<FoundKeyRow | undefined> {
    const { rows } = await this.database.query<FoundKeyRow>('SELECT * FROM find_virtual_key($1)', [sha256]);
    return rows[0];
  }

  async allowance(tenantId: string, keyId: string): Promise<AllowanceRow> {
    const sql = 'SELECT * FROM virtual_key_allowance($1, $2)';
    const { rows } = await this.database.query<AllowanceRow>(sql, [tenantId, keyId]);
    if (rows[0] === undefined) throw new Error('virtual_key_allowance returned no row');
    return rows[0];
  }
}
