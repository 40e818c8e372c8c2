import type { BudgetAccountView, BudgetViewV2 } from '@botarmy/contracts';

import type { AccountRow } from './budget-store';
import type { BudgetWithAccounts } from './budget.repository';

/** The day that stands for "no window" in the accounts. */
const NO_WINDOW = '2000-01-01';

/** First day of the window of a period in UTC, as the accounts have it. */
export function windowStartOf(period: string, now: Date): Date {
  if (period === 'day') return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
  if (period === 'month') return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
  return new Date(`${NO_WINDOW}T00:00:00.000Z`);
}

/** A budget as callers see it. */
export function budgetViewOf(budget: BudgetWithAccounts): BudgetViewV2 {
  return {
    budget_id: budget.budgetId,
    name: budget.name,
    scope_kind: budget.scopeKind,
    scope_id: budget.scopeId,
    period: budget.period,
    limit_micros: budget.limitMicros === null ? null : Number(budget.limitMicros),
    warn_percent: budget.warnPercent,
    downgrade_percent: budget.downgradePercent,
    downgrade_route: budget.downgradeRoute,
    ask_percent: budget.askPercent,
    requests_per_minute: budget.requestsPerMinute,
    tokens_per_minute: budget.tokensPerMinute,
    max_concurrent: budget.maxConcurrent,
    revision: budget.revision,
    accounts: budget.accounts.map((account) => ({
      scope_id: account.scopeId,
      window_start: windowOf(account.windowStart.toISOString().slice(0, 10)),
      spent_micros: Number(account.spentMicros),
      reserved_micros: Number(account.reservedMicros),
      approved_micros: Number(account.approvedMicros),
      running: account.running,
    })),
  };
}

/** An account as a function returned it. */
export function accountViewOf(row: AccountRow): BudgetAccountView {
  return {
    scope_id: row.scope_id,
    window_start: windowOf(row.window_start),
    spent_micros: Number(row.spent_micros),
    reserved_micros: Number(row.reserved_micros),
    approved_micros: Number(row.approved_micros),
    running: row.running,
  };
}

function windowOf(day: string): string | null {
  return day === NO_WINDOW ? null : day;
}
