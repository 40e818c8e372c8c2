import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';
import type { ApproveSpendingRequest, RemoveBudgetV2Request, SetBudgetV2Request } from '@botarmy/contracts';

/** An account as the functions return it; bigint columns come as text. */
export interface AccountRow {
  readonly scope_id: string;
  readonly window_start: string;
  readonly spent_micros: string;
  readonly reserved_micros: string;
  readonly approved_micros: string;
  readonly running: number;
}

/** Writes budgets; each call is one function, hence one commit. */
@Injectable()
export class BudgetStore {
  constructor(private readonly database: Database) {}

  /** False when scope or period of an existing budget would change, or when it is not the revision expected. */
  async define(
    tenantId: string,
    budget: SetBudgetV2Request & { budget_id: string; created_by: string },
  ): Promise<boolean> {
    const rows = await this.database.call('define_budget', tenantId, JSON.stringify(budget));
    return rows.length > 0;
  }

  /** False when there is no such budget, or when it is not the revision expected. */
  async remove(tenantId: string, { budget_id, expected_revision }: RemoveBudgetV2Request): Promise<boolean> {
    const rows = await this.database.call('remove_budget', tenantId, budget_id, expected_revision ?? null);
    return rows.length > 0;
  }

  /** Undefined when there is no such budget, or it never asks. */
  async approve(
    tenantId: string,
    { budget_id, scope_id, up_to_micros }: ApproveSpendingRequest,
  ): Promise<AccountRow | undefined> {
    const rows = await this.database.call<AccountRow>('approve_spending', tenantId, budget_id, scope_id, up_to_micros);
    return rows[0];
  }
}
