import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Clock, Logger, Problem } from '@botarmy/chassis';
import {
  createId,
  getConversation,
  getWorkflowStatus,
  inviteParticipant,
  listConversations,
  listMessages,
  openConversation,
  readAgentProfile,
  removeParticipant,
} from '@botarmy/contracts';
import type {
  Caller,
  ConversationRequest,
  ConversationView,
  InviteParticipantRequest,
  ListConversationsReply,
  ListConversationsRequest,
  ListMessagesReply,
  ListMessagesRequest,
  OpenConversationRequest,
  ParticipantsReply,
} from '@botarmy/contracts';
import { Answers, AskedBy, Asker } from '@botarmy/messaging';

import { MembershipReader } from '../../people/memberships';
import { isStorableText } from '../../text/storable-text';
import { messageRefused } from './conversation-problems';
import { ConversationStore } from './conversation-store';
import { conversationView, fittingRows, messageView, participantViews } from './conversation-views';
import { ConversationRepository } from './conversation.repository';
import type { ConversationRow } from './conversation.repository';
import { ReadableConversations } from './readable-conversations';

const DEFAULT_LIMIT = 50;
const MAIN_THREAD = 'main';

/** Answers the gateway's questions about conversations. */
@Controller()
export class ConversationController {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly readable: ReadableConversations,
    private readonly store: ConversationStore,
    private readonly memberships: MembershipReader,
    private readonly asker: Asker,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  @Answers(openConversation)
  async open(@Payload() request: OpenConversationRequest, @AskedBy() caller: Caller): Promise<ConversationView> {
    const { workflow_id = null, agent_id = null, title = '' } = request;
    if (!isStorableText(title)) throw messageRefused('title-unreadable', 'Leave broken characters out of "title".');
    if (workflow_id === null && agent_id === null)
      throw messageRefused('nobody-to-talk-to', 'Name a workflow in "workflow_id" or an agent in "agent_id".');
    const agentName = agent_id === null ? undefined : await this.agentName(agent_id, workflow_id, caller);
    const workflow = workflow_id === null ? undefined : await this.workflowTitle(workflow_id, caller);
    const opening = {
      conversation_id: createId('conv'),
      workflow_id,
      thread: workflow_id === null ? null : (request.thread ?? MAIN_THREAD),
      agent_id,
      title: title.trim() === '' ? (workflow ?? agentName ?? '').slice(0, 200) : title.trim(),
      open_key: workflow_id === null ? (caller.idempotency_key ?? null) : null,
    };
    const id = await this.store.open(caller, opening, this.clock.now());
    this.logger.info({ conversation_id: id, workflow_id }, 'conversation opened');
    return conversationView(await this.readable.require(id, caller), caller);
  }

  @Answers(listConversations)
  async list(@Payload() request: ListConversationsRequest, @AskedBy() caller: Caller): Promise<ListConversationsReply> {
    const { workflow_id: workflowId, agent_id: agentId, limit = DEFAULT_LIMIT, cursor } = request;
    const [time, id] = cursor?.split('.') ?? [];
    const after = id === undefined ? undefined : { lastMessageAt: new Date(Number(time)), conversationId: id };
    const filter = { workflowId, agentId };
    const { rows, hasMore } = await this.conversations.list(caller.tenant_id, caller.user_id, filter, { limit, after });
    const last = rows.at(-1);
    return {
      conversations: rows.map((row) => conversationView(row, caller)),
      next_cursor: hasMore && last !== undefined ? `${last.lastMessageAt.getTime()}.${last.conversationId}` : null,
    };
  }

  @Answers(getConversation)
  async get(@Payload() { conversation_id }: ConversationRequest, @AskedBy() caller: Caller): Promise<ConversationView> {
    return conversationView(await this.readable.require(conversation_id, caller), caller);
  }

  @Answers(listMessages)
  async messages(@Payload() request: ListMessagesRequest, @AskedBy() caller: Caller): Promise<ListMessagesReply> {
    const { conversation_id, after_seq: after, agent_id: agentId, limit = DEFAULT_LIMIT } = request;
    const conversation = await this.readable.require(conversation_id, caller);
    const range = { before: request.before_seq, after, agentId, limit: limit + 1 };
    const found = await this.conversations.messages(caller.tenant_id, conversation_id, range);
    const isForward = after !== undefined;
    const page = isForward ? fittingRows(found.slice(0, limit), 'start') : fittingRows(found.slice(-limit), 'end');
    const edge = isForward ? page.at(-1) : page[0];
    return {
      messages: page.map(messageView),
      next_cursor: page.length < found.length && edge !== undefined ? edge.seq : null,
      last_seq: conversation.lastSeq,
    };
  }

  @Answers(inviteParticipant)
  async invite(@Payload() request: InviteParticipantRequest, @AskedBy() caller: Caller): Promise<ParticipantsReply> {
    const { conversation_id, user_id } = request;
    const conversation = await this.requireFree(conversation_id, caller);
    if (conversation.createdBy !== caller.user_id) throw notTheOwner();
    const { people } = await this.memberships.read([user_id], [], caller);
    const person = people.get(user_id);
    if (person?.is_active !== true)
      throw messageRefused('user-unknown', 'There is no active user of this id in your organisation: check the id.');
    if (conversation.participants.length >= 200)
      throw messageRefused('too-many-participants', 'A conversation has 200 participants at most.');
    await this.store.invite(caller.tenant_id, conversation_id, user_id, person.user_name, this.clock.now());
    this.logger.info({ conversation_id, invited: user_id }, 'participant invited');
    return { participants: participantViews(await this.readable.require(conversation_id, caller)) };
  }

  @Answers(removeParticipant)
  async remove(@Payload() request: InviteParticipantRequest, @AskedBy() caller: Caller): Promise<ParticipantsReply> {
    const { conversation_id, user_id } = request;
    const conversation = await this.requireFree(conversation_id, caller);
    if (user_id !== caller.user_id && conversation.createdBy !== caller.user_id) throw notTheOwner();
    if (user_id === conversation.createdBy)
      throw messageRefused('owner-stays', 'The one who began a conversation cannot leave it.');
    await this.store.leave(caller.tenant_id, conversation_id, user_id);
    this.logger.info({ conversation_id, removed: user_id }, 'participant removed');
    const after = await this.conversations.find(caller.tenant_id, conversation_id);
    return { participants: after === undefined ? [] : participantViews(after) };
  }

  private async requireFree(conversationId: string, caller: Caller): Promise<ConversationRow> {
    const conversation = await this.readable.require(conversationId, caller);
    if (conversation.workflowId === null) return conversation;
    throw messageRefused('open-to-all', 'Everybody reads the threads of a workflow: nobody has to be let in.');
  }

  private async agentName(agentId: string, workflowId: string | null, caller: Caller): Promise<string> {
    const of = workflowId === null ? {} : { workflow_id: workflowId };
    return (await this.asker.ask(readAgentProfile, { agent_id: agentId, ...of }, caller)).name;
  }

  private async workflowTitle(workflowId: string, caller: Caller): Promise<string> {
    return (await this.asker.ask(getWorkflowStatus, { workflow_id: workflowId }, caller)).title;
  }
}

function notTheOwner(): Problem {
  return new Problem({
    status: 403,
    code: 'not-the-owner',
    title: 'Not yours to change',
    detail: 'Only the one who began the conversation changes who is in it: ask them.',
  });
}
