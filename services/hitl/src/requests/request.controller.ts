import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import {
  countHitlRequests,
  getHitlRequest,
  listHitlRecords,
  listHitlRequests,
  respondToHitlRequest,
} from '@botarmy/contracts';
import type {
  Caller,
  CountHitlRequestsReply,
  CountHitlRequestsRequest,
  HitlRecordType,
  HitlRequestRequest,
  HitlRequestView,
  ListHitlRecordsReply,
  ListHitlRequestsReply,
  ListHitlRequestsRequest,
  RespondToHitlRequestReply,
  RespondToHitlRequestRequest,
} from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { AnswerRequest } from './answer-request';
import { InboxReader } from './inbox-reader';
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
    private readonly inboxes: InboxReader,
  ) {}

  @Answers(listHitlRequests)
  async list(@Payload() request: ListHitlRequestsRequest, @AskedBy() caller: Caller): Promise<ListHitlRequestsReply> {
    const { status = 'pending', workflow_id: workflowId, limit = DEFAULT_LIMIT, cursor } = request;
    const inbox = request.mine === true ? await this.inboxes.of(caller) : undefined;
    const page = await this.requests.list(
      caller.tenant_id,
      {
        status: status === 'all' ? undefined : status,
        workflowId,
        agentId: request.agent_id,
        type: request.type,
        inbox,
      },
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

  @Answers(countHitlRequests)
  async count(
    @Payload() { mine }: CountHitlRequestsRequest,
    @AskedBy() caller: Caller,
  ): Promise<CountHitlRequestsReply> {
    const inbox = mine === true ? await this.inboxes.of(caller) : undefined;
    const { total, agents, workflows, types } = await this.requests.count(caller.tenant_id, inbox);
    return { total_count: total, agents: [...agents], workflows: [...workflows], types: [...types] };
  }

  @Answers(listHitlRecords)
  async records(@Payload() request: HitlRequestRequest, @AskedBy() caller: Caller): Promise<ListHitlRecordsReply> {
    const records = await this.requests.records(caller.tenant_id, request.request_id);
    if (records === undefined) throw requestNotFound();
    return {
      records: records.map(({ seq, type, occurredAt, data }) => ({
        seq,
        type: type as HitlRecordType,
        occurred_at: occurredAt.toISOString(),
        data: data as Record<string, unknown>,
      })),
    };
  }

  @Answers(respondToHitlRequest)
  respond(
    @Payload() request: RespondToHitlRequestRequest,
    @AskedBy() caller: Caller,
  ): Promise<RespondToHitlRequestReply> {
    return this.answers.answer(request, caller);
  }
}
