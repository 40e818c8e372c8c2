import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';

import { PrismaClient } from '../generated/prisma/client';
import type { Budget, BudgetAccount } from '../generated/prisma/client';

const MOST_ACCOUNTS = 100;

/** A budget with the accounts of its current window. */
export type BudgetWithAccounts = Budget & { readonly accounts: readonly BudgetAccount[] };

/** Reads budgets. */
@Injectable()
export class BudgetRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** Active budgets, the oldest first; `windowStartOf` names the first day of the current window of a period. */
  list(tenantId: string, windowStartOf: (period: string) => Date): Promise<BudgetWithAccounts[]> {
    return inTenant(this.prisma, tenantId, async (transaction) => {
      const budgets = await transaction.budget.findMany({
        where: { tenantId, isActive: true },
        orderBy: { createdAt: 'asc' },
      });
      const withAccounts: BudgetWithAccounts[] = [];
      for (const budget of budgets) {
        const accounts = await transaction.budgetAccount.findMany({
          where: { tenantId, budgetId: budget.budgetId, windowStart: windowStartOf(budget.period) },
          orderBy: [{ spentMicros: 'desc' }, { reservedMicros: 'desc' }],
          take: MOST_ACCOUNTS,
        });
        withAccounts.push({ ...budget, accounts });
      }
      return withAccounts;
    });
  }

  /** How often a budget was changed, the making counted; undefined when the tenant has none such. */
  async revisionOf(tenantId: string, budgetId: string): Promise<number | undefined> {
    const found = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.budget.findFirst({ where: { tenantId, budgetId, isActive: true }, select: { revision: true } }),
    );
    return found?.revision;
  }
}
