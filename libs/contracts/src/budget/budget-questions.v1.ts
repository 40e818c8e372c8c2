import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, ListOf, OneOf, Text } from '../fields';
import { EmptyRequest } from '../workflow/workflow-questions.v1';

/** What a budget or limit can be for, from the widest to the narrowest. */
export const BUDGET_SCOPES = [
  'tenant',
  'group',
  'virtual_key',
  'process',
  'agent',
  'workflow',
  'stage',
  'task',
  'call',
] as const;

/** Windows of budgets in UTC; `minute` is for limits of rates and of calls at once. */
export const BUDGET_PERIODS = ['minute', 'day', 'month', 'total'] as const;

/**
 * Figures of a budget (`day`, `month`, `total`: with `limit_micros`) or a limit (`minute`: with at least one of the rates). Percentages are of the
 * limit, spent and held together.
 */
export class BudgetFigures {
  @Text({ min: 1, max: 100 }) name!: string;
  @OneOf(BUDGET_SCOPES) scope_kind!: (typeof BUDGET_SCOPES)[number];
  /** Id or name of what it is for; `*` gives every one of the kind an account of its own. */
  @Text({ min: 1, max: 128, pattern: /^(\*|[A-Za-z0-9][A-Za-z0-9_:.-]*)$/ }) scope_id!: string;
  @OneOf(BUDGET_PERIODS) period!: (typeof BUDGET_PERIODS)[number];
  /** Millionths of a US dollar. */
  @Count({ optional: true }) limit_micros?: number;
  @Count({ min: 1, max: 100, optional: true }) warn_percent?: number;
  /** From here on calls go the other route. */
  @Count({ min: 1, max: 100, optional: true }) downgrade_percent?: number;
  @Identifier({ optional: true }) downgrade_route?: string;
  /** From here on a person has to approve spending. */
  @Count({ min: 1, max: 100, optional: true }) ask_percent?: number;
  @Count({ min: 1, max: 1_000_000, optional: true }) requests_per_minute?: number;
  @Count({ min: 1, max: 2_000_000_000, optional: true }) tokens_per_minute?: number;
  @Count({ min: 1, max: 100_000, optional: true }) max_concurrent?: number;
}

/** A new budget, or a change of one. */
export class SetBudgetRequest extends BudgetFigures {
  /** Names the budget that changes; absent for a new one. Scope and period of a budget never change. */
  @Identifier({ optional: true }) budget_id?: string;
}

/** What one account of a budget holds and spent in the current window. */
export class BudgetAccountView {
  @Text({ max: 300 }) scope_id!: string;
  /** First day of the window; null where there is none. */
  @Text({ max: 10, nullable: true }) window_start!: string | null;
  @Count() spent_micros!: number;
  /** Held by running calls. */
  @Count() reserved_micros!: number;
  @Count() approved_micros!: number;
  @Count() running!: number;
}

/** A budget with its accounts. */
export class BudgetView {
  @Identifier() budget_id!: string;
  @Text({ max: 100 }) name!: string;
  @OneOf(BUDGET_SCOPES) scope_kind!: string;
  @Text({ max: 128 }) scope_id!: string;
  @OneOf(BUDGET_PERIODS) period!: string;
  @Count({ nullable: true }) limit_micros!: number | null;
  @Count({ nullable: true }) warn_percent!: number | null;
  @Count({ nullable: true }) downgrade_percent!: number | null;
  @Text({ max: 128, nullable: true }) downgrade_route!: string | null;
  @Count({ nullable: true }) ask_percent!: number | null;
  @Count({ nullable: true }) requests_per_minute!: number | null;
  @Count({ nullable: true }) tokens_per_minute!: number | null;
  @Count({ nullable: true }) max_concurrent!: number | null;
  /** Accounts of the current window, the fullest first, at most 100. */
  @ListOf(() => BudgetAccountView, { maxItems: 100 }) accounts!: BudgetAccountView[];
}

/** All budgets of the tenant. */
export class ListBudgetsReply {
  @ListOf(() => BudgetView) budgets!: BudgetView[];
  /** What the installation allows each tenant per day; null without such a limit. */
  @Count({ nullable: true }) installation_daily_micros!: number | null;
}

/** Names a budget. */
export class BudgetRequest {
  @Identifier() budget_id!: string;
}

/** Says that it was done. */
export class RemoveBudgetReply {
  @Flag() success!: boolean;
}

/** Allows spending beyond the threshold at which a budget asks. */
export class ApproveSpendingRequest {
  @Identifier() budget_id!: string;
  /** The account as a refusal names it. */
  @Text({ min: 1, max: 300 }) scope_id!: string;
  /** Millionths of a US dollar up to which may be spent in the current window; the limit of the budget holds all the same. */
  @Count() up_to_micros!: number;
}

const budgets = { answeredBy: 'llm-router', askedBy: ['gateway'], entity: 'budget', version: 1 } as const;

/** Budgets and limits with what they hold and spent. */
export const listBudgets = defineQuestion({
  ...budgets,
  verb: 'list',
  request: EmptyRequest,
  reply: ListBudgetsReply,
  role: 'viewer',
});

/** Makes a budget or changes its figures. Refuses with 400 `invalid-budget`, 404 `budget-not-found`, 409 `budget-scope-fixed`. */
export const setBudget = defineQuestion({
  ...budgets,
  verb: 'set',
  request: SetBudgetRequest,
  reply: BudgetView,
  role: 'admin',
});

/** Ends a budget. Refuses with 404 `budget-not-found`. */
export const removeBudget = defineQuestion({
  ...budgets,
  verb: 'remove',
  request: BudgetRequest,
  reply: RemoveBudgetReply,
  role: 'admin',
});

/** A person's answer to a budget that asks. Refuses with 404 `budget-not-found`. */
export const approveSpending = defineQuestion({
  ...budgets,
  verb: 'approve',
  request: ApproveSpendingRequest,
  reply: BudgetAccountView,
  role: 'approver',
});
