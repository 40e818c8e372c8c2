import { Controller, Get, HttpCode, Post } from '@nestjs/common';

import {
  DEAD_LETTER_SERVICES,
  listDeadLetters,
  ListDeadLettersReply,
  ListDeadLettersRequest,
  replayDeadLetter,
  ReplayDeadLetterReply,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { ShapedBody, ShapedQuery } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { ReplayBody } from './replay-body';

/** Messages that could not be handled: each with its reason, each can be replayed once its cause is gone. */
@Controller('api/dead-letters')
export class DeadLettersController {
  constructor(private readonly asker: Asker) {}

  @Get()
  @RequiresRole('admin')
  @Describes({
    operationId: 'listDeadLetters',
    summary: 'List the messages that could not be handled, of every service, oldest first',
    query: ListDeadLettersRequest,
    reply: ListDeadLettersReply,
  })
  async list(
    @ShapedQuery(ListDeadLettersRequest) query: ListDeadLettersRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<ListDeadLettersReply> {
    const replies = await Promise.all(
      DEAD_LETTER_SERVICES.map((service) => this.asker.ask(listDeadLetters(service), query, caller)),
    );
    const letters = replies.flatMap((reply) => reply.dead_letters);
    return { dead_letters: letters.sort((one, other) => one.parked_at.localeCompare(other.parked_at)) };
  }

  @Post('replay')
  @HttpCode(200)
  @RequiresRole('admin')
  @Describes({
    operationId: 'replayDeadLetter',
    summary: 'Handle one of these messages once more',
    body: ReplayBody,
    reply: ReplayDeadLetterReply,
    isCommand: true,
    problems: { 404: ['dead-letter-not-found'] },
  })
  replay(@ShapedBody(ReplayBody) body: ReplayBody, @CurrentCaller() caller: Caller): Promise<ReplayDeadLetterReply> {
    const { service, ...named } = body;
    return this.asker.ask(replayDeadLetter(service), named, caller);
  }
}
