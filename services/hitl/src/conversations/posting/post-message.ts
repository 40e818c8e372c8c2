import { Injectable } from '@nestjs/common';

import { Clock, crashPoint, Logger } from '@botarmy/chassis';
import { readAgentProfile } from '@botarmy/contracts';
import type { AgentProfile, Caller, CommandOutcome, PostMessageReply, PostMessageRequest } from '@botarmy/contracts';
import { Asker, OutboxRelay } from '@botarmy/messaging';

import { AlertedPeople } from '../../preferences/alerted-people';
import { AnswerLoop } from '../answers/answer-loop';
import { parseMessage } from '../commands/parse-message';
import { assertAllowed, RunCommand } from '../commands/run-command';
import { conversationNotFound, keyReused, messageRefused } from '../store/conversation-problems';
import { ConversationStore } from '../store/conversation-store';
import { messageView } from '../store/conversation-views';
import { ConversationRepository } from '../store/conversation.repository';
import type { ConversationRow, MessageRow } from '../store/conversation.repository';
import { writtenNews } from '../store/message-news';
import type { AttachedFile } from '../store/new-message';
import { ReadableConversations } from '../store/readable-conversations';
import { commandExchange, hashOf, spokenExchange } from './exchange';
import type { Exchange } from './exchange';
import { assertReadable } from './message-text';
import { ReadAttachments } from './read-attachments';

/** Takes messages: what is said is kept with the answers to come in one commit; commands are carried out first. */
@Injectable()
export class PostMessage {
  constructor(
    private readonly readable: ReadableConversations,
    private readonly conversations: ConversationRepository,
    private readonly store: ConversationStore,
    private readonly commands: RunCommand,
    private readonly answers: AnswerLoop,
    private readonly attachments: ReadAttachments,
    private readonly people: AlertedPeople,
    private readonly asker: Asker,
    private readonly relay: OutboxRelay,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** @throws {Problem} 400, 403, 404, 409 or 422: nothing was kept, nothing changed. */
  async post(request: PostMessageRequest, caller: Caller): Promise<PostMessageReply> {
    assertReadable(request);
    const conversation = await this.readable.require(request.conversation_id, caller);
    const before = await this.sentBefore(request, caller);
    if (before !== undefined) return before;
    await this.assertReply(request, caller);
    const files = await this.attachments.read(request.attachments ?? [], caller);
    const exchange = await this.exchangeOf(request, conversation, files, caller);
    return this.keep(exchange, conversation, request, caller);
  }

  /** The reply to the same message under the same key, so that no command is carried out twice. */
  private async sentBefore(request: PostMessageRequest, caller: Caller): Promise<PostMessageReply | undefined> {
    const { tenant_id, user_id, idempotency_key } = caller;
    if (idempotency_key === undefined) return undefined;
    const { conversation_id } = request;
    const known = await this.conversations.sentUnder(tenant_id, conversation_id, user_id, idempotency_key);
    if (known === undefined) return undefined;
    if (known.clientHash !== hashOf(request)) throw keyReused();
    return replyOf(await this.conversations.exchange(tenant_id, conversation_id, known.messageId));
  }

  private async exchangeOf(
    request: PostMessageRequest,
    conversation: ConversationRow,
    files: readonly AttachedFile[],
    caller: Caller,
  ): Promise<Exchange> {
    const { workflowId } = conversation;
    const parsed = parseMessage(request.content, workflowId !== null);
    if (parsed.kind === 'refused') throw messageRefused(parsed.code, parsed.detail);
    if (parsed.kind === 'text') {
      const named = [...parsed.mentions, ...(request.agent_id === undefined ? [] : [request.agent_id])];
      const asked = named.length > 0 || conversation.agentId === null ? named : [conversation.agentId];
      const agents = await this.profiles(asked, workflowId, caller);
      return spokenExchange(request, parsed.text, agents, files, caller);
    }
    const { command, values } = parsed;
    if (command.name === 'ask') {
      assertAllowed({ command, workflowId, caller });
      const agents = await this.profiles([values['agent'] ?? ''], workflowId, caller);
      return spokenExchange(request, values['question'] ?? '', agents, files, caller);
    }
    const outcome = await this.commands.run({ command, values, workflowId, caller });
    this.logger.info({ conversation_id: conversation.conversationId, command: command.name }, 'command carried out');
    return commandExchange(request, outcome, caller);
  }

  private async keep(
    { items, participants }: Exchange,
    conversation: ConversationRow,
    request: PostMessageRequest,
    caller: Caller,
  ): Promise<PostMessageReply> {
    const { tenant_id: tenantId, user_id } = caller;
    const { conversationId, workflowId } = conversation;
    const at = this.clock.now();
    const { readers, alerted } = await this.people.of(tenantId, conversation, 'message_received', user_id);
    const news = items.map(({ message_id, role, status, author_id, agent_id }) =>
      writtenNews(tenantId, {
        conversation_id: conversationId,
        workflow_id: workflowId,
        message_id,
        role,
        status,
        author_id,
        agent_id,
        readers: [...readers],
        // One alert for what a person wrote; answers have their own when they are there.
        alerted: role === 'user' ? [...alerted] : [],
        recorded_at: at.toISOString(),
      }),
    );
    crashPoint('hitl.before-transaction');
    const { outcome, first_seq } = await this.store.add({ tenantId, conversationId, items, participants, news, at });
    crashPoint('hitl.after-commit');
    if (outcome === 'unknown') throw conversationNotFound();
    if (outcome === 'key-reused') throw keyReused();
    if (outcome === 'repeated') return (await this.sentBefore(request, caller)) ?? unrecorded();
    this.relay.nudge();
    this.answers.nudge();
    return replyOf(
      await this.conversations.messagesAt(
        tenantId,
        conversationId,
        items.map((_item, n) => first_seq + n),
      ),
    );
  }

  private profiles(agentIds: readonly string[], workflowId: string | null, caller: Caller): Promise<AgentProfile[]> {
    const of = workflowId === null ? {} : { workflow_id: workflowId };
    return Promise.all(
      [...new Set(agentIds)].map((agent_id) => this.asker.ask(readAgentProfile, { agent_id, ...of }, caller)),
    );
  }

  /** What a message answers is in the same conversation. */
  private async assertReply({ conversation_id, reply_to }: PostMessageRequest, caller: Caller): Promise<void> {
    if (reply_to === undefined) return;
    const found = await this.conversations.exchange(caller.tenant_id, conversation_id, reply_to);
    if (found.some(({ messageId }) => messageId === reply_to)) return;
    throw messageRefused('reply-to-unknown', 'The message in "reply_to" is not in this conversation: check its id.');
  }
}

/** The message, and what came with it. */
function replyOf(rows: readonly MessageRow[]): PostMessageReply {
  const [own, ...rest] = rows;
  if (own === undefined) return unrecorded();
  const result = rest.find(({ role }) => role === 'system');
  return {
    message: messageView(own),
    answers: rest.filter(({ role }) => role === 'assistant').map(messageView),
    outcome: result === undefined ? null : outcomeOf(result),
  };
}

function outcomeOf({ content, metadata }: MessageRow): CommandOutcome {
  const { command, data } = metadata as { command: string; data: Record<string, unknown> };
  return { command, text: content, data };
}

function unrecorded(): never {
  throw new Error('a message that was kept is not there');
}
