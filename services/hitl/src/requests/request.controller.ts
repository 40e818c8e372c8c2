import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { getHitlRequest, listHitlRequests, respondToHitlRequest } from '@botarmy/contracts';
import type {
  Caller,
  HitlRequestRequest,
  HitlRequestView,
  ListHitlRequestsReply,
  ListHitlRequestsRequest,
  RespondToHitlRequestReply,
  RespondToHitlRequestRequest,
} from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { AnswerRequest } from './answer-request';
import { decodeCursor, encodeCursor } from './request-cursor';
import { requestNotFound } from './request-problems';
import { summaryOf, viewOf } from './request-view';
import { RequestRepository } from './request.repository';

const DEFAULT_LIMIT = 50;

/** Answers the gateway's questions about requests to people. */
@Controller()
export class RequestController {
  constructor(
    private readonly requests: RequestRepository,
    private readonly answers: AnswerRequest,
  ) {}

  @Answers(listHitlRequests)
  async list(@Payload() request: ListHitlRequestsRequest, @AskedBy() caller: Caller): Promise<ListHitlRequestsReply> {
    const { status = 'pending', workflow_id: workflowId, limit = DEFAULT_LIMIT, cursor } = request;
    const page = await this.requests.list(
      caller.tenant_id,
      { status: status === 'all' ? undefined : status, workflowId },
      { limit, after: cursor === undefined ? undefined : decodeCursor(cursor) },
    );
    const last = page.requests.at(-1);
    return {
      requests: page.requests.map(summaryOf),
      total_count: page.totalCount,
      next_cursor: page.hasMore && last !== undefined ? encodeCursor(last) : null,
    };
  }

  @Answers(getHitlRequest)
  async get(@Payload() request: HitlRequestRequest, @AskedBy() caller: Caller): Promise<HitlRequestView> {
    const found = await this.requests.find(caller.tenant_id, request.request_id);
    if (found === undefined) throw requestNotFound();
    return viewOf(found);
  }

  @Answers(respondToHitlRequest)
  respond(
    @Payload() request: RespondToHitlRequestRequest,
    @AskedBy() caller: Caller,
  ): Promise<RespondToHitlRequestReply> {
    return this.answers.answer(request, caller);
  }
}
