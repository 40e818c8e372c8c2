import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Clock, Problem } from '@botarmy/chassis';
import { approveSpending, createId, listBudgets, removeBudget, setBudget } from '@botarmy/contracts';
import type {
  ApproveSpendingRequest,
  BudgetAccountView,
  BudgetRequest,
  BudgetView,
  Caller,
  ListBudgetsReply,
  RemoveBudgetReply,
  SetBudgetRequest,
} from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { RouterConfig } from '../config';
import { RouteBook } from '../routes/route-book';
import { BudgetStore } from './budget-store';
import { accountViewOf, budgetViewOf, windowStartOf } from './budget-view';
import { BudgetRepository } from './budget.repository';
import { checkBudget } from './check-budget';

/** Answers questions about budgets and limits. */
@Controller()
export class BudgetsController {
  constructor(
    private readonly store: BudgetStore,
    private readonly budgets: BudgetRepository,
    private readonly routes: RouteBook,
    private readonly config: RouterConfig,
    private readonly clock: Clock,
  ) {}

  @Answers(listBudgets)
  async list(@AskedBy() caller: Caller): Promise<ListBudgetsReply> {
    const { BUDGET_DAILY_MICROS: daily } = this.config;
    return { budgets: await this.viewsOf(caller), installation_daily_micros: daily === 0 ? null : daily };
  }

  @Answers(setBudget)
  async set(@Payload() request: SetBudgetRequest, @AskedBy() caller: Caller): Promise<BudgetView> {
    checkBudget(request);
    // An unknown route would only be noticed by the first call that is sent there.
    if (request.downgrade_route !== undefined) this.routes.find(request.downgrade_route, { tenant: caller.tenant_id });
    const { tenant_id, user_id } = caller;
    if (request.budget_id !== undefined && !(await this.budgets.has(tenant_id, request.budget_id))) throw notFound();
    const budget_id = request.budget_id ?? createId('bud', this.clock.now().getTime());
    const isDefined = await this.store.define(tenant_id, { ...request, budget_id, created_by: user_id });
    if (!isDefined) throw scopeFixed();
    const view = (await this.viewsOf(caller)).find((budget) => budget.budget_id === budget_id);
    if (view === undefined) throw notFound();
    return view;
  }

  @Answers(removeBudget)
  async remove(@Payload() { budget_id }: BudgetRequest, @AskedBy() caller: Caller): Promise<RemoveBudgetReply> {
    if (!(await this.store.remove(caller.tenant_id, budget_id))) throw notFound();
    return { success: true };
  }

  @Answers(approveSpending)
  async approve(@Payload() request: ApproveSpendingRequest, @AskedBy() caller: Caller): Promise<BudgetAccountView> {
    const account = await this.store.approve(caller.tenant_id, request);
    if (account === undefined) throw notFound();
    return accountViewOf(account);
  }

  private async viewsOf({ tenant_id }: Caller): Promise<BudgetView[]> {
    const now = this.clock.now();
    const budgets = await this.budgets.list(tenant_id, (period) => windowStartOf(period, now));
    return budgets.map(budgetViewOf);
  }
}

function notFound(): Problem {
  const detail = 'There is no such budget, or it never asks for approval: check the id.';
  return new Problem({ status: 404, code: 'budget-not-found', title: 'Not found', detail });
}

function scopeFixed(): Problem {
  const detail = 'Scope and period of a budget never change: remove it and make another one.';
  return new Problem({ status: 409, code: 'budget-scope-fixed', title: 'Scope is fixed', detail });
}
