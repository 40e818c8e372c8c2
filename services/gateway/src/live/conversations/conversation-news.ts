import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import type { Msg } from 'nats';

import { Logger } from '@botarmy/chassis';
import {
  assertPayload,
  ConversationMessageRecorded,
  conversationMessageRecorded,
  parseSubject,
  subjectFilterOf,
} from '@botarmy/contracts';
import { Broker } from '@botarmy/messaging';

import { frameText } from '../frames';
import { SocketRegistry } from '../sockets/socket-registry';

/** Tells people of new messages: everybody who may read them where they stand, and those who want to hear of them with an alert. */
@Injectable()
export class ConversationNews implements OnApplicationBootstrap {
  constructor(
    private readonly broker: Broker,
    private readonly sockets: SocketRegistry,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.broker.connection.subscribe(subjectFilterOf(conversationMessageRecorded), {
      callback: (error, message) => {
        if (error === null) this.receive(message);
        else this.logger.warn({ err: error }, 'news of conversations is interrupted');
      },
    });
  }

  private receive(message: Msg): void {
    const tenantId = parseSubject(message.subject)?.tenantId;
    if (tenantId === undefined || !this.sockets.hasTenant(tenantId)) return;
    try {
      const news: unknown = message.json();
      assertPayload(ConversationMessageRecorded, news);
      this.tell(tenantId, news);
    } catch (err) {
      this.logger.warn({ err, subject: message.subject }, 'unreadable news of a conversation ignored');
    }
  }

  private tell(tenantId: string, news: ConversationMessageRecorded): void {
    const { conversation_id, workflow_id, message_id, seq, role, status, author_id, agent_id } = news;
    const about = { conversation_id, workflow_id, message_id, seq, author_id, agent_id };
    const written = frameText({ type: 'conversation_message', ...about, role, status });
    // A workflow's thread is read by everybody of the tenant, a free conversation by those named.
    if (workflow_id !== null) this.sockets.broadcast(tenantId, written);
    else this.sockets.sendToUsers(tenantId, news.readers, written);
    if (news.alerted.length === 0) return;
    const event = role === 'assistant' ? 'answer_ready' : 'message_received';
    this.sockets.sendToUsers(tenantId, news.alerted, frameText({ type: 'alert', event, ...about }));
  }
}
