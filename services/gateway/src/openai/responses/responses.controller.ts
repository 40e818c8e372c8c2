import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { RequiresVirtualKey } from '../../access/requires-role.decorator';
import { assertShallow } from '../../http/assert-shallow';
import { writeFacts } from '../answer/answer-headers';
import { clientLeaving } from '../answer/client-leaving';
import { streamAnswer } from '../answer/streamed-answer';
import { DoorCalls } from '../door-calls';
import { readResponsesRequest } from './read-responses-request';
import type { ResponsesRequest } from './read-responses-request';
import { responseOf } from './response-object';
import { ResponseStream } from './response-stream';

/** OpenAI's responses, answered by the router; nothing is kept between requests. */
@Controller('v1/responses')
export class ResponsesController {
  constructor(private readonly calls: DoorCalls) {}

  @Post()
  @HttpCode(200)
  @RequiresVirtualKey()
  async respond(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    assertShallow((request.body ?? {}) as object);
    const asked = readResponsesRequest(request.body);
    if (asked.isStreamed) await this.stream(request, reply, asked);
    else await this.answer(request, reply, asked);
  }

  private async answer(request: FastifyRequest, reply: FastifyReply, asked: ResponsesRequest): Promise<void> {
    const { signal } = clientLeaving(reply);
    const answer = await this.calls
      .ask(request, asked, 'responses', { signal })
      .finally(() => this.calls.writeAllowance(request, reply));
    writeFacts(reply, answer);
    const { model, repeated } = asked;
    const head = { id: `resp_${answer.call_id}`, createdS: this.calls.nowS(), model, repeated };
    await reply.send(responseOf(head, answer));
  }

  private async stream(request: FastifyRequest, reply: FastifyReply, asked: ResponsesRequest): Promise<void> {
    await this.calls.writeAllowance(request, reply);
    const { model, repeated } = asked;
    const head = { id: `resp_${request.id}`, createdS: this.calls.nowS(), model, repeated };
    await streamAnswer(
      reply,
      (options) => this.calls.ask(request, asked, 'responses', options),
      (events) => new ResponseStream(events, head),
    );
  }
}
