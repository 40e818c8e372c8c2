import { Controller, Get, HttpCode, Post } from '@nestjs/common';

import {
  getInteractiveSession,
  InteractiveSessionView,
  listInteractiveSessions,
  ListInteractiveSessionsReply,
  ListInteractiveSessionsRequest,
  submitAnswers,
  SubmitAnswersReply,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { PathId, ShapedBody, ShapedQuery } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { AnswersBody } from './answers-body';

/** Specification §7.3.2. */
@Controller('api/interactive/sessions')
export class InteractiveController {
  constructor(private readonly asker: Asker) {}

  @Get()
  @RequiresRole('viewer')
  @Describes({
    operationId: 'listInteractiveSessions',
    summary: 'List interactive sessions, those that wait when no status is asked for',
    query: ListInteractiveSessionsRequest,
    reply: ListInteractiveSessionsReply,
  })
  list(
    @ShapedQuery(ListInteractiveSessionsRequest) query: ListInteractiveSessionsRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<ListInteractiveSessionsReply> {
    return this.asker.ask(listInteractiveSessions, query, caller);
  }

  @Get(':session_id')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'getInteractiveSession',
    summary: 'Show one interactive session with its questions and the answers kept so far',
    parameters: ['session_id'],
    reply: InteractiveSessionView,
    problems: { 404: ['session-not-found'] },
  })
  show(@PathId('session_id') session_id: string, @CurrentCaller() caller: Caller): Promise<InteractiveSessionView> {
    return this.asker.ask(getInteractiveSession, { session_id }, caller);
  }

  @Post(':session_id/answers')
  @HttpCode(200)
  @RequiresRole('approver')
  @Describes({
    operationId: 'submitAnswers',
    summary: 'Answer questions of an agent; go on with defaults, or keep the answers and wait',
    parameters: ['session_id'],
    body: AnswersBody,
    reply: SubmitAnswersReply,
    isCommand: true,
    problems: {
      403: ['not-an-approver', 'four-eyes'],
      404: ['session-not-found'],
      409: ['already-answered', 'not-your-turn', 'deadline-passed', 'request-closed'],
      422: ['answers-invalid', 'answers-missing'],
    },
  })
  answer(
    @PathId('session_id') session_id: string,
    @ShapedBody(AnswersBody) body: AnswersBody,
    @CurrentCaller() caller: Caller,
  ): Promise<SubmitAnswersReply> {
    return this.asker.ask(submitAnswers, { session_id, ...body }, caller);
  }
}
