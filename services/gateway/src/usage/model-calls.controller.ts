import { Controller, Get, HttpCode, Post } from '@nestjs/common';

import {
  explainRoute,
  ExplainRouteReply,
  ExplainRouteRequest,
  listModelCalls,
  ListModelCallsReply,
  resolveModelCall,
  ResolveModelCallReply,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { PathId, ShapedBody, ShapedQuery } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { ModelCallsQuery, ResolveModelCallBody } from './usage-queries';

/** Model calls on record, and where a request would go. */
@Controller('api')
export class ModelCallsController {
  constructor(private readonly asker: Asker) {}

  @Get('model-calls')
  @RequiresRole('operator')
  @Describes({
    operationId: 'listModelCalls',
    summary: 'List model calls, newest first; state=outcome_unknown lists those whose end nobody knows',
    query: ModelCallsQuery,
    reply: ListModelCallsReply,
    problems: { 400: ['invalid-cursor'] },
  })
  list(
    @ShapedQuery(ModelCallsQuery) { doubtful, ...query }: ModelCallsQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<ListModelCallsReply> {
    const only = doubtful === undefined ? {} : { doubtful: true };
    return this.asker.ask(listModelCalls, { ...query, ...only }, caller);
  }

  @Post('model-calls/:call_id/resolve')
  @HttpCode(200)
  @RequiresRole('approver')
  @Describes({
    operationId: 'resolveModelCall',
    summary: 'Decide whether a call of unknown outcome may be repeated or is accepted as lost',
    parameters: ['call_id'],
    body: ResolveModelCallBody,
    reply: ResolveModelCallReply,
    problems: { 404: ['model-call-not-found'], 409: ['model-call-settled'] },
  })
  resolve(
    @PathId('call_id') call_id: string,
    @ShapedBody(ResolveModelCallBody) body: ResolveModelCallBody,
    @CurrentCaller() caller: Caller,
  ): Promise<ResolveModelCallReply> {
    return this.asker.ask(resolveModelCall, { call_id, ...body }, caller);
  }

  @Post('routes/explain')
  @HttpCode(200)
  @RequiresRole('operator')
  @Describes({
    operationId: 'explainRoute',
    summary: 'Say which models a request would be answered by, and why; nothing is asked and nothing paid',
    body: ExplainRouteRequest,
    reply: ExplainRouteReply,
    problems: { 400: ['unknown-route', 'route-not-served', 'invalid-prompt'] },
  })
  explain(
    @ShapedBody(ExplainRouteRequest) body: ExplainRouteRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<ExplainRouteReply> {
    return this.asker.ask(explainRoute, body, caller);
  }
}
