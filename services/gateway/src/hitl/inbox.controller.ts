import { Controller, Delete, Get, HttpCode, Put } from '@nestjs/common';

import {
  countHitlRequests,
  CountHitlRequestsReply,
  CountHitlRequestsRequest,
  DelegationView,
  listDelegations,
  ListDelegationsReply,
  removeDelegation,
  RemoveDelegationReply,
  setDelegation,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { PathId, ShapedBody, ShapedQuery } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { DelegationBody } from './delegation-body';

/** What waits for whom, and who decides for whom. */
@Controller('api/hitl')
export class InboxController {
  constructor(private readonly asker: Asker) {}

  @Get('counts')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'countHitlRequests',
    summary: 'Count open HITL requests by agent, workflow and type',
    query: CountHitlRequestsRequest,
    reply: CountHitlRequestsReply,
  })
  count(
    @ShapedQuery(CountHitlRequestsRequest) query: CountHitlRequestsRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<CountHitlRequestsReply> {
    return this.asker.ask(countHitlRequests, query, caller);
  }

  @Get('delegations')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'listDelegations',
    summary: 'List who decides for whom, soonest end first',
    reply: ListDelegationsReply,
  })
  list(@CurrentCaller() caller: Caller): Promise<ListDelegationsReply> {
    return this.asker.ask(listDelegations, {}, caller);
  }

  @Put('delegations/:user_id')
  @RequiresRole('approver')
  @Describes({
    operationId: 'setDelegation',
    summary: 'Let a user decide for you between two instants',
    parameters: ['user_id'],
    body: DelegationBody,
    reply: DelegationView,
    problems: { 404: ['user-not-found'], 422: ['delegation-invalid', 'delegate-unknown'] },
  })
  set(
    @PathId('user_id') to_user_id: string,
    @ShapedBody(DelegationBody) body: DelegationBody,
    @CurrentCaller() caller: Caller,
  ): Promise<DelegationView> {
    return this.asker.ask(setDelegation, { to_user_id, ...body }, caller);
  }

  @Delete('delegations/:user_id')
  @HttpCode(200)
  @RequiresRole('approver')
  @Describes({
    operationId: 'removeDelegation',
    summary: 'Take the right to decide for you back',
    parameters: ['user_id'],
    reply: RemoveDelegationReply,
    problems: { 404: ['user-not-found'] },
  })
  remove(@PathId('user_id') to_user_id: string, @CurrentCaller() caller: Caller): Promise<RemoveDelegationReply> {
    return this.asker.ask(removeDelegation, { to_user_id }, caller);
  }
}
