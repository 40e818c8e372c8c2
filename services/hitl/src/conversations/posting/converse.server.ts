import { createHash } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';

import { Clock } from '@botarmy/chassis';
import { converse, createId, readAgentProfile } from '@botarmy/contracts';
import type { Caller, ConversationMessageView, ConverseReply, ConverseRequest } from '@botarmy/contracts';
import { Asker, StreamServer } from '@botarmy/messaging';
import type { StreamContext } from '@botarmy/messaging';

import { AnswerNotices } from '../answers/answer-notices';
import { ConversationStore } from '../store/conversation-store';
import { messageView } from '../store/conversation-views';
import { ConversationRepository } from '../store/conversation.repository';
import { PostMessage } from './post-message';

/** How often the table is looked at for an answer that another replica writes. */
const LOOK_MS = 1_000;

/** Answers `converse`: one exchange with one agent as a stream. */
@Injectable()
export class ConverseServer implements OnApplicationBootstrap {
  constructor(
    private readonly streams: StreamServer,
    private readonly posting: PostMessage,
    private readonly store: ConversationStore,
    private readonly conversations: ConversationRepository,
    private readonly notices: AnswerNotices,
    private readonly asker: Asker,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.streams.serve(converse, (request, context) => this.converse(request, context));
  }

  private async converse(request: ConverseRequest, context: StreamContext): Promise<ConverseReply> {
    const { caller } = context;
    const conversation_id = await this.threadOf(request, caller);
    const { message, answers, outcome } = await this.posting.post(
      { conversation_id, content: request.content },
      caller,
    );
    const reply = { conversation_id, message_id: message.id };
    const [asked] = answers;
    if (asked === undefined) {
      const text = outcome?.text ?? '';
      context.delta(text);
      return { ...reply, answer_id: message.id, status: 'complete', text };
    }
    const { id, content, status } = await this.streamed(asked, context);
    return { ...reply, answer_id: id, status, text: content };
  }

  /** The conversation a person calls by this name, with this agent. */
  private async threadOf({ agent_id, thread }: ConverseRequest, caller: Caller): Promise<string> {
    const { name } = await this.asker.ask(readAgentProfile, { agent_id }, caller);
    const name_hash = createHash('sha256').update(`${agent_id}\n${thread}`).digest('hex');
    const opening = {
      conversation_id: createId('conv'),
      workflow_id: null,
      thread: null,
      agent_id,
      title: name,
      open_key: `thread:${name_hash}`,
    };
    return this.store.open(caller, opening, this.clock.now());
  }

  /** Passes pieces on as they come, and in the end what is missing of the answer on record. */
  private async streamed(asked: ConversationMessageView, context: StreamContext): Promise<ConversationMessageView> {
    let shown = '';
    let wake = (): void => undefined;
    const stopListening = this.notices.listen(asked.id, {
      piece: (text, offset) => {
        if (offset === 0 && shown !== '') {
          context.reset();
          shown = '';
        }
        if (offset !== shown.length || text === '') return;
        context.delta(text);
        shown += text;
      },
      settled: () => wake(),
    });
    try {
      for (;;) {
        const woken = new Promise<void>((resolve) => (wake = resolve));
        const message = await this.lookAt(asked, context.caller);
        if (message.status !== 'pending') {
          if (!message.content.startsWith(shown)) {
            context.reset();
            shown = '';
          }
          context.delta(message.content.slice(shown.length));
          return message;
        }
        context.signal.throwIfAborted();
        await Promise.race([woken, this.clock.sleep(LOOK_MS, context.signal)]);
      }
    } finally {
      stopListening();
    }
  }

  private async lookAt({ conversation_id, seq }: ConversationMessageView, { tenant_id }: Caller) {
    const [row] = await this.conversations.messagesAt(tenant_id, conversation_id, [seq]);
    if (row === undefined) throw new Error('an answer that was asked for is not there');
    return messageView(row);
  }
}
