import { Controller, Get, HttpCode, Post } from '@nestjs/common';

import {
  getHitlRequest,
  HitlRequestView,
  listHitlRecords,
  ListHitlRecordsReply,
  listHitlRequests,
  ListHitlRequestsReply,
  ListHitlRequestsRequest,
  respondToHitlRequest,
  RespondToHitlRequestReply,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { PathId, ShapedBody, ShapedQuery } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { RespondBody } from './respond-body';

/** Specification §7.3.1. */
@Controller('api/hitl/requests')
export class HitlController {
  constructor(private readonly asker: Asker) {}

  @Get()
  @RequiresRole('viewer')
  @Describes({
    operationId: 'listHitlRequests',
    summary: 'List HITL requests, the open ones when no status is asked for',
    query: ListHitlRequestsRequest,
    reply: ListHitlRequestsReply,
  })
  list(
    @ShapedQuery(ListHitlRequestsRequest) query: ListHitlRequestsRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<ListHitlRequestsReply> {
    return this.asker.ask(listHitlRequests, query, caller);
  }

  @Get(':request_id')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'getHitlRequest',
    summary: 'Show one HITL request',
    parameters: ['request_id'],
    reply: HitlRequestView,
    problems: { 404: ['hitl-request-not-found'] },
  })
  show(@PathId('request_id') request_id: string, @CurrentCaller() caller: Caller): Promise<HitlRequestView> {
    return this.asker.ask(getHitlRequest, { request_id }, caller);
  }

  @Get(':request_id/records')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'listHitlRecords',
    summary: 'Show the trail of a HITL request: asked, decided, executed and all between',
    parameters: ['request_id'],
    reply: ListHitlRecordsReply,
    problems: { 404: ['hitl-request-not-found'] },
  })
  records(@PathId('request_id') request_id: string, @CurrentCaller() caller: Caller): Promise<ListHitlRecordsReply> {
    return this.asker.ask(listHitlRecords, { request_id }, caller);
  }

  @Post(':request_id/respond')
  @HttpCode(200)
  @RequiresRole('approver')
  @Describes({
    operationId: 'respondToHitlRequest',
    summary: 'Answer a HITL request',
    parameters: ['request_id'],
    body: RespondBody,
    reply: RespondToHitlRequestReply,
    isCommand: true,
    problems: {
      403: ['not-an-approver', 'four-eyes'],
      404: ['hitl-request-not-found'],
      409: ['already-answered', 'already-voted', 'not-your-turn', 'deadline-passed', 'request-closed'],
      422: ['feedback-missing', 'response-not-offered', 'answers-invalid', 'answers-missing', 'idempotency-key-reused'],
    },
  })
  respond(
    @PathId('request_id') request_id: string,
    @ShapedBody(RespondBody) body: RespondBody,
    @CurrentCaller() caller: Caller,
  ): Promise<RespondToHitlRequestReply> {
    const { option, response, ...rest } = body;
    return this.asker.ask(respondToHitlRequest, { request_id, response: option ?? response, ...rest }, caller);
  }
}
