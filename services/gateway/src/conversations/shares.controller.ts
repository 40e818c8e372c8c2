import { Controller, Delete, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import {
  listShares,
  ListSharesReply,
  readSharedConversation,
  ReadSharedConversationRequest,
  shareConversation,
  SharedConversationReply,
  ShareConversationReply,
  withdrawShare,
  WithdrawShareReply,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { anonymousCaller } from '../access/anonymous-caller';
import { CurrentCaller } from '../access/caller';
import { Anonymous, RequiresRole } from '../access/requires-role.decorator';
import { PathId, ShapedBody } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { ShareBody } from './conversation-bodies';

const NOT_FOUND = { 404: ['conversation-not-found'] };

/** Links that show one conversation to whoever has them. */
@Controller('api')
export class SharesController {
  constructor(private readonly asker: Asker) {}

  @Post('conversations/:conversation_id/shares')
  @HttpCode(201)
  @RequiresRole('operator')
  @Describes({
    operationId: 'shareConversation',
    summary: 'Make a link to what was said so far; its token is shown once, the page is /shared#<token>',
    parameters: ['conversation_id'],
    body: ShareBody,
    reply: ShareConversationReply,
    status: 201,
    problems: NOT_FOUND,
  })
  share(
    @PathId('conversation_id') conversation_id: string,
    @ShapedBody(ShareBody) body: ShareBody,
    @CurrentCaller() caller: Caller,
  ): Promise<ShareConversationReply> {
    return this.asker.ask(shareConversation, { conversation_id, ...body }, caller);
  }

  @Get('conversations/:conversation_id/shares')
  @RequiresRole('operator')
  @Describes({
    operationId: 'listShares',
    summary: 'List the links of a conversation, newest first',
    parameters: ['conversation_id'],
    reply: ListSharesReply,
    problems: NOT_FOUND,
  })
  list(@PathId('conversation_id') conversation_id: string, @CurrentCaller() caller: Caller): Promise<ListSharesReply> {
    return this.asker.ask(listShares, { conversation_id }, caller);
  }

  @Delete('conversations/:conversation_id/shares/:share_id')
  @HttpCode(200)
  @RequiresRole('operator')
  @Describes({
    operationId: 'withdrawShare',
    summary: 'End a link at once',
    parameters: ['conversation_id', 'share_id'],
    reply: WithdrawShareReply,
    problems: { 404: ['conversation-not-found', 'link-not-found'] },
  })
  withdraw(
    @PathId('conversation_id') conversation_id: string,
    @PathId('share_id') share_id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<WithdrawShareReply> {
    return this.asker.ask(withdrawShare, { conversation_id, share_id }, caller);
  }

  /** The token comes in the body and the link has it behind a `#`: addresses end up in logs and traces. */
  @Post('shared/conversations')
  @HttpCode(200)
  @Anonymous()
  @Describes({
    operationId: 'readSharedConversation',
    summary: 'Read what a link shows; nobody has to sign in',
    body: ReadSharedConversationRequest,
    reply: SharedConversationReply,
    problems: { 404: ['link-not-found'] },
  })
  read(
    @ShapedBody(ReadSharedConversationRequest) body: ReadSharedConversationRequest,
    @Req() request: FastifyRequest,
  ): Promise<SharedConversationReply> {
    return this.asker.ask(readSharedConversation, body, anonymousCaller(request.id));
  }
}
