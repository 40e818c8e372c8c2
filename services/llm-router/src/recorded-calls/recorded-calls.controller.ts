import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Problem } from '@botarmy/chassis';
import { readRecordedCalls, ReadRecordedCallsRequest } from '@botarmy/contracts';
import type { Caller, ReadRecordedCallsReply } from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { cursorOf, pageOf, placeOf } from './recorded-call-pages';
import { RecordedCallsRepository } from './recorded-calls.repository';

/** Calls looked at for one page. */
const MOST_CALLS = 50;

/** Hands out the calls of a workflow with their answers, so that a run can be done again without paying. */
@Controller()
export class RecordedCallsController {
  constructor(private readonly repository: RecordedCallsRepository) {}

  @Answers(readRecordedCalls)
  async read(
    @Payload() { workflow_id, cursor }: ReadRecordedCallsRequest,
    @AskedBy() caller: Caller,
  ): Promise<ReadRecordedCallsReply> {
    const from = cursor === undefined ? undefined : placeOf(cursor);
    if (cursor !== undefined && from === undefined) throw unknownCursor();
    const calls = await this.repository.read(caller.tenant_id, workflow_id, from?.callId, MOST_CALLS + 1);
    const following = calls[MOST_CALLS];
    const { records, next } = pageOf(calls.slice(0, MOST_CALLS), from);
    const place = next ?? (following === undefined ? undefined : { callId: following.callId, offset: 0 });
    return { calls: records, next_cursor: place === undefined ? null : cursorOf(place) };
  }
}

function unknownCursor(): Problem {
  return new Problem({
    status: 400,
    code: 'unknown-cursor',
    title: 'Unknown cursor',
    detail: 'Give the next_cursor of the page before, or none to begin.',
  });
}
