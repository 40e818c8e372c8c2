import { defineQuestion } from '../define-question';
import { Count, Identifier, ListOf } from '../fields';
import { EmptyRequest } from '../workflow/workflow-questions.v1';
import { BudgetView, RemoveBudgetReply, SetBudgetRequest } from './budget-questions.v1';

/** A budget with the number of its change: a change names the one it was made from. */
export class BudgetViewV2 extends BudgetView {
  @Count({ min: 1 }) revision!: number;
}

/** All budgets of the tenant. */
export class ListBudgetsV2Reply {
  @ListOf(() => BudgetViewV2) budgets!: BudgetViewV2[];
  /** What the installation allows each tenant per day; null without such a limit. */
  @Count({ nullable: true }) installation_daily_micros!: number | null;
}

/** A budget, or its change. */
export class SetBudgetV2Request extends SetBudgetRequest {
  /** The change is refused unless the budget is still this one; absent to change it whatever it is. */
  @Count({ min: 1, optional: true }) expected_revision?: number;
}

/** Names the budget that ends. */
export class RemoveBudgetV2Request {
  @Identifier() budget_id!: string;
  /** It is left alone unless it is still this one. */
  @Count({ min: 1, optional: true }) expected_revision?: number;
}

const budgets = { answeredBy: 'llm-router', askedBy: ['gateway'], entity: 'budget', version: 2 } as const;

/** Budgets and limits with what they hold and spent. */
export const listBudgetsV2 = defineQuestion({
  ...budgets,
  verb: 'list',
  request: EmptyRequest,
  reply: ListBudgetsV2Reply,
  role: 'viewer',
});

/** Makes a budget or changes its figures. Refuses as the first version does, and with 412 `budget-changed`. */
export const setBudgetV2 = defineQuestion({
  ...budgets,
  verb: 'set',
  request: SetBudgetV2Request,
  reply: BudgetViewV2,
  role: 'admin',
});

/** Ends a budget. Refuses with 404 `budget-not-found`, 412 `budget-changed`. */
export const removeBudgetV2 = defineQuestion({
  ...budgets,
  verb: 'remove',
  request: RemoveBudgetV2Request,
  reply: RemoveBudgetReply,
  role: 'admin',
});
