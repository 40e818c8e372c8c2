import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Clock, Problem } from '@botarmy/chassis';
import {
  approveSpending,
  createId,
  listBudgets,
  listBudgetsV2,
  removeBudget,
  removeBudgetV2,
  setBudget,
  setBudgetV2,
} from '@botarmy/contracts';
import type {
  ApproveSpendingRequest,
  BudgetAccountView,
  BudgetRequest,
  BudgetView,
  BudgetViewV2,
  Caller,
  ListBudgetsReply,
  ListBudgetsV2Reply,
  RemoveBudgetReply,
  RemoveBudgetV2Request,
  SetBudgetRequest,
  SetBudgetV2Request,
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

  @Answers(listBudgetsV2)
  async list(@AskedBy() caller: Caller): Promise<ListBudgetsV2Reply> {
    const { BUDGET_DAILY_MICROS: daily } = this.config;
    return { budgets: await this.viewsOf(caller), installation_daily_micros: daily === 0 ? null : daily };
  }

  @Answers(setBudgetV2)
  async set(@Payload() request: SetBudgetV2Request, @AskedBy() caller: Caller): Promise<BudgetViewV2> {
    checkBudget(request);
    const { tenant_id, user_id } = caller;
    // An unknown route would only be noticed by the first call that is sent there.
    if (request.downgrade_route !== undefined) this.routes.find(request.downgrade_route, { tenant: tenant_id });
    if (request.budget_id !== undefined) await this.assertThere(tenant_id, request.budget_id);
    const budget_id = request.budget_id ?? createId('bud', this.clock.now().getTime());
    const isDefined = await this.store.define(tenant_id, { ...request, budget_id, created_by: user_id });
    if (!isDefined) {
      await this.assertThere(tenant_id, budget_id, request.expected_revision);
      throw scopeFixed();
    }
    const view = (await this.viewsOf(caller)).find((budget) => budget.budget_id === budget_id);
    if (view === undefined) throw notFound();
    return view;
  }

  @Answers(removeBudgetV2)
  async remove(@Payload() request: RemoveBudgetV2Request, @AskedBy() caller: Caller): Promise<RemoveBudgetReply> {
    if (!(await this.store.remove(caller.tenant_id, request))) {
      await this.assertThere(caller.tenant_id, request.budget_id, request.expected_revision);
      throw notFound();
    }
    return { success: true };
  }

  @Answers(listBudgets)
  async listFirst(@AskedBy() caller: Caller): Promise<ListBudgetsReply> {
    const { budgets, installation_daily_micros } = await this.list(caller);
    return { budgets: budgets.map(withoutRevision), installation_daily_micros };
  }

  @Answers(setBudget)
  async setFirst(@Payload() request: SetBudgetRequest, @AskedBy() caller: Caller): Promise<BudgetView> {
    return withoutRevision(await this.set(request, caller));
  }

  @Answers(removeBudget)
  removeFirst(@Payload() request: BudgetRequest, @AskedBy() caller: Caller): Promise<RemoveBudgetReply> {
    return this.remove(request, caller);
  }

  @Answers(approveSpending)
  async approve(@Payload() request: ApproveSpendingRequest, @AskedBy() caller: Caller): Promise<BudgetAccountView> {
    const account = await this.store.approve(caller.tenant_id, request);
    if (account === undefined) throw notFound();
    return accountViewOf(account);
  }

  private async viewsOf({ tenant_id }: Caller): Promise<BudgetViewV2[]> {
    const now = this.clock.now();
    const budgets = await this.budgets.list(tenant_id, (period) => windowStartOf(period, now));
    return budgets.map(budgetViewOf);
  }

  private async assertThere(tenantId: string, budgetId: string, expectedRevision?: number): Promise<void> {
    const revision = await this.budgets.revisionOf(tenantId, budgetId);
    if (revision === undefined) throw notFound();
    if (expectedRevision !== undefined && expectedRevision !== revision) throw changed(revision);
  }
}

function withoutRevision({ revision: _number, ...view }: BudgetViewV2): BudgetView {
  return view;
}

function notFound(): Problem {
  const detail = 'There is no such budget, or it never asks for approval: check the id.';
  return new Problem({ status: 404, code: 'budget-not-found', title: 'Not found', detail });
}

function changed(revision: number): Problem {
  const detail = `Somebody changed the budget meanwhile: read it again, it is revision ${revision} now.`;
  return new Problem({ status: 412, code: 'budget-changed', title: 'Budget changed', detail, members: { revision } });
}

function scopeFixed(): Problem {
  const detail = 'Scope and period of a budget never change: remove it and make another one.';
  return new Problem({ status: 409, code: 'budget-scope-fixed', title: 'Scope is fixed', detail });
}
