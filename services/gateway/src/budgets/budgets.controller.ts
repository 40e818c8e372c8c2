import { Controller, Delete, Get, HttpCode, Post, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import {
  approveSpending,
  BudgetAccountView,
  BudgetFigures,
  BudgetViewV2,
  listBudgetsV2,
  ListBudgetsV2Reply,
  RemoveBudgetReply,
  removeBudgetV2,
  setBudgetV2,
} from '@botarmy/contracts';
import type { Caller, SetBudgetV2Request } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { ExpectedRevision } from '../http/if-match';
import { PathId, ShapedBody } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { ApproveSpendingBody } from './approve-spending-body';

const UNKNOWN = ['budget-not-found'];
const INVALID = ['invalid-budget', 'unknown-route'];
const CHANGED = { 412: ['budget-changed'], 428: ['precondition-required'] } as const;

/** Budgets of money and limits of rates, with what they hold and spent. */
@Controller('api/budgets')
export class BudgetsController {
  constructor(private readonly asker: Asker) {}

  @Get()
  @RequiresRole('viewer')
  @Describes({
    operationId: 'listBudgets',
    summary: 'List budgets and limits with what they hold and spent',
    reply: ListBudgetsV2Reply,
  })
  list(@CurrentCaller() caller: Caller): Promise<ListBudgetsV2Reply> {
    return this.asker.ask(listBudgetsV2, {}, caller);
  }

  @Post()
  @RequiresRole('admin')
  @Describes({
    operationId: 'createBudget',
    summary: 'Make a budget or a limit; it begins with what its period has seen so far',
    body: BudgetFigures,
    reply: BudgetViewV2,
    status: 201,
    problems: { 400: INVALID },
  })
  create(
    @ShapedBody(BudgetFigures) body: BudgetFigures,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BudgetViewV2> {
    return this.set(body, caller, reply);
  }

  @Put(':budget_id')
  @RequiresRole('admin')
  @Describes({
    operationId: 'changeBudget',
    summary: 'Change the figures of a budget; its scope and period stay',
    parameters: ['budget_id'],
    body: BudgetFigures,
    needsMatch: true,
    reply: BudgetViewV2,
    problems: { 400: INVALID, 404: UNKNOWN, 409: ['budget-scope-fixed'], ...CHANGED },
  })
  change(
    @PathId('budget_id') budget_id: string,
    @ShapedBody(BudgetFigures) body: BudgetFigures,
    @ExpectedRevision() expected_revision: number | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BudgetViewV2> {
    const expected = expected_revision === undefined ? {} : { expected_revision };
    return this.set({ ...body, budget_id, ...expected }, caller, reply);
  }

  @Delete(':budget_id')
  @RequiresRole('admin')
  @Describes({
    operationId: 'removeBudget',
    summary: 'End a budget; calls that hold something in it settle all the same',
    parameters: ['budget_id'],
    needsMatch: true,
    reply: RemoveBudgetReply,
    problems: { 404: UNKNOWN, ...CHANGED },
  })
  remove(
    @PathId('budget_id') budget_id: string,
    @ExpectedRevision() expected_revision: number | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<RemoveBudgetReply> {
    const expected = expected_revision === undefined ? {} : { expected_revision };
    return this.asker.ask(removeBudgetV2, { budget_id, ...expected }, caller);
  }

  @Post(':budget_id/approve')
  @HttpCode(200)
  @RequiresRole('approver')
  @Describes({
    operationId: 'approveSpending',
    summary: 'Allow spending beyond the threshold at which a budget asks a person',
    parameters: ['budget_id'],
    body: ApproveSpendingBody,
    reply: BudgetAccountView,
    problems: { 404: UNKNOWN },
  })
  approve(
    @PathId('budget_id') budget_id: string,
    @ShapedBody(ApproveSpendingBody) body: ApproveSpendingBody,
    @CurrentCaller() caller: Caller,
  ): Promise<BudgetAccountView> {
    return this.asker.ask(approveSpending, { budget_id, ...body }, caller);
  }

  private async set(request: SetBudgetV2Request, caller: Caller, reply: FastifyReply): Promise<BudgetViewV2> {
    const view = await this.asker.ask(setBudgetV2, request, caller);
    void reply.header('etag', `"${view.revision}"`);
    return view;
  }
}
