import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { getInteractiveSession, listInteractiveSessions, submitAnswers } from '@botarmy/contracts';
import type {
  Caller,
  InteractiveSessionRequest,
  InteractiveSessionView,
  ListInteractiveSessionsReply,
  ListInteractiveSessionsRequest,
  SubmitAnswersReply,
  SubmitAnswersRequest,
} from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { dialogueOf } from '../requests/questions-of-request';
import { decodeCursor, encodeCursor } from '../requests/request-cursor';
import { RequestRepository } from '../requests/request.repository';
import { requestStatusOf, sessionSummaryOf, sessionViewOf } from './session-view';
import { sessionNotFound, SubmitAnswers } from './submit-answers';

const DEFAULT_LIMIT = 50;

/** Answers the gateway's questions about interactive sessions: requests in which an agent asks. */
@Controller()
export class InteractiveSessionController {
  constructor(
    private readonly requests: RequestRepository,
    private readonly answers: SubmitAnswers,
  ) {}

  @Answers(listInteractiveSessions)
  async list(
    @Payload() request: ListInteractiveSessionsRequest,
    @AskedBy() caller: Caller,
  ): Promise<ListInteractiveSessionsReply> {
    const { status = 'waiting_for_answer', workflow_id: workflowId, limit = DEFAULT_LIMIT, cursor } = request;
    const page = await this.requests.list(
      caller.tenant_id,
      { status: status === 'all' ? undefined : requestStatusOf(status), workflowId, withQuestions: true },
      { limit, after: cursor === undefined ? undefined : decodeCursor(cursor) },
    );
    const last = page.requests.at(-1);
    return {
      sessions: page.requests.map(sessionSummaryOf),
      total_count: page.totalCount,
      next_cursor: page.hasMore && last !== undefined ? encodeCursor(last) : null,
    };
  }

  @Answers(getInteractiveSession)
  async get(@Payload() request: InteractiveSessionRequest, @AskedBy() caller: Caller): Promise<InteractiveSessionView> {
    const found = await this.requests.find(caller.tenant_id, request.session_id);
    if (found === undefined || dialogueOf(found) === null) throw sessionNotFound();
    return sessionViewOf(found);
  }

  @Answers(submitAnswers)
  submit(@Payload() request: SubmitAnswersRequest, @AskedBy() caller: Caller): Promise<SubmitAnswersReply> {
    return this.answers.submit(request, caller);
  }
}
