import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Clock, Problem } from '@botarmy/chassis';
import { createId, listModelCalls, modelCallResolved, resolveModelCall } from '@botarmy/contracts';
import type {
  Caller,
  ListModelCallsReply,
  ListModelCallsRequest,
  ModelCallView,
  ResolveModelCallReply,
  ResolveModelCallRequest,
} from '@botarmy/contracts';
import { Answers, AskedBy, outgoingMessage, OutboxRelay } from '@botarmy/messaging';

import { RecordedCalls } from './recorded-calls';
import type { CallPlace } from './recorded-calls';

const DEFAULT_LIMIT = 50;

/** Answers questions about calls on record. */
@Controller()
export class CallsController {
  constructor(
    private readonly calls: RecordedCalls,
    private readonly relay: OutboxRelay,
    private readonly clock: Clock,
  ) {}

  @Answers(listModelCalls)
  async list(@Payload() request: ListModelCallsRequest, @AskedBy() caller: Caller): Promise<ListModelCallsReply> {
    const { cursor, limit = DEFAULT_LIMIT, doubtful, ...filter } = request;
    const before = cursor === undefined ? {} : { before: placeOf(cursor) };
    const only = { ...filter, ...(doubtful === true ? { doubtful } : {}), ...before };
    const page = await this.calls.list(caller.tenant_id, only, limit + 1);
    const calls = page.slice(0, limit);
    const last = calls.at(-1);
    return { calls, next_cursor: page.length > limit && last !== undefined ? cursorOf(last) : null };
  }

  @Answers(resolveModelCall)
  async resolve(
    @Payload() request: ResolveModelCallRequest,
    @AskedBy() { tenant_id, user_id }: Caller,
  ): Promise<ResolveModelCallReply> {
    const { call_id, resolution, reason } = request;
    const payload = { call_id, resolution, resolved_by: user_id, reason, resolved_at: this.clock.now().toISOString() };
    const told = { eventId: createId('msg'), tenantId: tenant_id, key: [call_id], payload };
    const message = outgoingMessage(modelCallResolved, told);
    const outcome = await this.calls.resolve(tenant_id, request, user_id, message);
    if (outcome === 'not-found') throw notFound();
    if (outcome === 'settled') throw nothingToDecide();
    this.relay.nudge();
    return { call_id, resolution, resolved_by: user_id, resolved_at: payload.resolved_at };
  }
}

function cursorOf({ created_at, call_id }: ModelCallView): string {
  return Buffer.from(`${created_at} ${call_id}`).toString('base64url');
}

function placeOf(cursor: string): CallPlace {
  const [createdAt = '', callId = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  if (!Number.isNaN(Date.parse(createdAt)) && callId !== '') return { createdAt, callId };
  const detail = 'The cursor is not one of ours: take it from the page before, or leave it out.';
  throw new Problem({ status: 400, code: 'invalid-cursor', title: 'Invalid cursor', detail });
}

function notFound(): Problem {
  const detail = 'There is no such call: check the id.';
  return new Problem({ status: 404, code: 'model-call-not-found', title: 'Not found', detail });
}

function nothingToDecide(): Problem {
  const detail = 'The call is running, or how it ended is known: there is nothing to decide.';
  return new Problem({ status: 409, code: 'model-call-settled', title: 'Nothing to decide', detail });
}
