import { Controller, Delete, Get, HttpCode, Post, Put, StreamableFile } from '@nestjs/common';

import {
  ConversationView,
  getConversation,
  inviteParticipant,
  listConversations,
  ListConversationsReply,
  ListConversationsRequest,
  listMessages,
  ListMessagesReply,
  listTextCommands,
  ListTextCommandsReply,
  ListTextCommandsRequest,
  openConversation,
  OpenConversationRequest,
  ParticipantsReply,
  postMessage,
  PostMessageReply,
  removeParticipant,
  searchMessages,
  SearchMessagesReply,
  SearchMessagesRequest,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { attachmentHeader } from '../http/attachment-header';
import { PathId, ShapedBody, ShapedQuery } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { ExportConversationQuery, MessagesQuery, PostMessageBody } from './conversation-bodies';
import { ExportConversation } from './export-conversation';

const NOT_FOUND = { 404: ['conversation-not-found'] };
/** A command asks other services in turn. */
const POST_TIMEOUT_MS = 15_000;

/** Conversations of people and agents (specification §4.2, §6.1.2). */
@Controller('api/conversations')
export class ConversationsController {
  constructor(
    private readonly asker: Asker,
    private readonly exports: ExportConversation,
  ) {}

  @Post()
  @HttpCode(200)
  @RequiresRole('operator')
  @Describes({
    operationId: 'openConversation',
    summary: "Open a workflow's thread, or begin a conversation with an agent",
    body: OpenConversationRequest,
    reply: ConversationView,
    isCommand: true,
    problems: { 404: ['workflow-not-found', 'unknown-agent'], 422: ['nobody-to-talk-to', 'title-unreadable'] },
  })
  open(
    @ShapedBody(OpenConversationRequest) body: OpenConversationRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<ConversationView> {
    return this.asker.ask(openConversation, body, caller);
  }

  @Get()
  @RequiresRole('viewer')
  @Describes({
    operationId: 'listConversations',
    summary: 'List the conversations you may read, newest message first',
    query: ListConversationsRequest,
    reply: ListConversationsReply,
  })
  list(
    @ShapedQuery(ListConversationsRequest) query: ListConversationsRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<ListConversationsReply> {
    return this.asker.ask(listConversations, query, caller);
  }

  @Get('commands')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'listTextCommands',
    summary: 'List the commands a message may be, and the agents it may mention',
    query: ListTextCommandsRequest,
    reply: ListTextCommandsReply,
    problems: { 404: ['workflow-not-found'] },
  })
  commands(
    @ShapedQuery(ListTextCommandsRequest) query: ListTextCommandsRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<ListTextCommandsReply> {
    return this.asker.ask(listTextCommands, query, caller);
  }

  @Get('search')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'searchMessages',
    summary: 'Search the messages you may read, newest first',
    query: SearchMessagesRequest,
    reply: SearchMessagesReply,
  })
  search(
    @ShapedQuery(SearchMessagesRequest) query: SearchMessagesRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<SearchMessagesReply> {
    return this.asker.ask(searchMessages, query, caller, POST_TIMEOUT_MS);
  }

  @Get(':conversation_id')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'getConversation',
    summary: 'Show a conversation and who takes part',
    parameters: ['conversation_id'],
    reply: ConversationView,
    problems: NOT_FOUND,
  })
  show(@PathId('conversation_id') conversation_id: string, @CurrentCaller() caller: Caller): Promise<ConversationView> {
    return this.asker.ask(getConversation, { conversation_id }, caller);
  }

  @Get(':conversation_id/messages')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'listMessages',
    summary: 'Read messages page by page: the newest, those before a number, or those after one',
    parameters: ['conversation_id'],
    query: MessagesQuery,
    reply: ListMessagesReply,
    problems: NOT_FOUND,
  })
  messages(
    @PathId('conversation_id') conversation_id: string,
    @ShapedQuery(MessagesQuery) query: MessagesQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<ListMessagesReply> {
    return this.asker.ask(listMessages, { conversation_id, ...query }, caller);
  }

  @Post(':conversation_id/messages')
  @HttpCode(200)
  @RequiresRole('operator')
  @Describes({
    operationId: 'postMessage',
    summary: 'Say something: agents that are mentioned answer, commands are carried out as you',
    parameters: ['conversation_id'],
    body: PostMessageBody,
    reply: PostMessageReply,
    isCommand: true,
    problems: {
      403: ['not-an-approver', 'four-eyes'],
      404: ['conversation-not-found', 'unknown-agent', 'hitl-request-not-found', 'upload-not-found'],
      409: ['nothing-to-decide', 'which-request', 'already-answered', 'request-closed', 'upload-not-released'],
      422: ['unknown-command', 'argument-missing', 'command-malformed', 'no-workflow-here', 'idempotency-key-reused'],
    },
  })
  post(
    @PathId('conversation_id') conversation_id: string,
    @ShapedBody(PostMessageBody) body: PostMessageBody,
    @CurrentCaller() caller: Caller,
  ): Promise<PostMessageReply> {
    return this.asker.ask(postMessage, { conversation_id, ...body }, caller, POST_TIMEOUT_MS);
  }

  @Get(':conversation_id/export')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'exportConversation',
    summary: 'The whole conversation as a file, streamed',
    parameters: ['conversation_id'],
    query: ExportConversationQuery,
    produces: 'application/octet-stream',
    problems: NOT_FOUND,
  })
  async export(
    @PathId('conversation_id') conversation_id: string,
    @ShapedQuery(ExportConversationQuery) { format = 'markdown' }: ExportConversationQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<StreamableFile> {
    const disposition = attachmentHeader(`${conversation_id}.${format === 'json' ? 'json' : 'md'}`);
    const text = await this.exports.run(conversation_id, format, caller);
    return new StreamableFile(text, { type: 'application/octet-stream', disposition });
  }

  @Put(':conversation_id/participants/:user_id')
  @RequiresRole('operator')
  @Describes({
    operationId: 'inviteParticipant',
    summary: 'Let somebody into a conversation you began',
    parameters: ['conversation_id', 'user_id'],
    reply: ParticipantsReply,
    problems: { 403: ['not-the-owner'], ...NOT_FOUND, 422: ['user-unknown', 'open-to-all', 'too-many-participants'] },
  })
  invite(
    @PathId('conversation_id') conversation_id: string,
    @PathId('user_id') user_id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<ParticipantsReply> {
    return this.asker.ask(inviteParticipant, { conversation_id, user_id }, caller);
  }

  @Delete(':conversation_id/participants/:user_id')
  @HttpCode(200)
  @RequiresRole('operator')
  @Describes({
    operationId: 'removeParticipant',
    summary: 'Take somebody, or yourself, out of a conversation',
    parameters: ['conversation_id', 'user_id'],
    reply: ParticipantsReply,
    problems: { 403: ['not-the-owner'], ...NOT_FOUND, 422: ['owner-stays', 'open-to-all'] },
  })
  remove(
    @PathId('conversation_id') conversation_id: string,
    @PathId('user_id') user_id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<ParticipantsReply> {
    return this.asker.ask(removeParticipant, { conversation_id, user_id }, caller);
  }
}
