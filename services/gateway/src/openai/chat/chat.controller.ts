import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { RequiresVirtualKey } from '../../access/requires-role.decorator';
import { assertShallow } from '../../http/assert-shallow';
import { writeFacts } from '../answer/answer-headers';
import { clientLeaving } from '../answer/client-leaving';
import { streamAnswer } from '../answer/streamed-answer';
import { DoorCalls } from '../door-calls';
import type { DoorRequest } from '../request/door-request';
import { chatCompletionOf, completionId } from './chat-answer';
import { ChatStream } from './chat-stream';
import { readChatRequest } from './read-chat-request';

/** OpenAI's chat completions, answered by the router. */
@Controller('v1/chat/completions')
export class ChatController {
  constructor(private readonly calls: DoorCalls) {}

  @Post()
  @HttpCode(200)
  @RequiresVirtualKey()
  async complete(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    assertShallow((request.body ?? {}) as object);
    const asked = readChatRequest(request.body);
    if (asked.isStreamed) await this.stream(request, reply, asked);
    else await this.answer(request, reply, asked);
  }

  private async answer(request: FastifyRequest, reply: FastifyReply, asked: DoorRequest): Promise<void> {
    const { signal } = clientLeaving(reply);
    const answer = await this.calls
      .ask(request, asked, 'chat', { signal })
      .finally(() => this.calls.writeAllowance(request, reply));
    writeFacts(reply, answer);
    await reply.send(chatCompletionOf(answer, this.calls.nowS()));
  }

  private async stream(request: FastifyRequest, reply: FastifyReply, asked: DoorRequest): Promise<void> {
    await this.calls.writeAllowance(request, reply);
    const head = { id: completionId(request.id), created: this.calls.nowS(), model: asked.model };
    await streamAnswer(
      reply,
      (options) => this.calls.ask(request, asked, 'chat', options),
      (events) => new ChatStream(events, head, asked.includesUsage),
    );
  }
}
