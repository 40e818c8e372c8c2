import { Injectable } from '@nestjs/common';
import type { Subscription } from 'nats';

import { Logger, Problem } from '@botarmy/chassis';
import { assertPayload, ConversationDelta, getConversation, isId, talkSubject } from '@botarmy/contracts';
import { Asker, Broker } from '@botarmy/messaging';

import { callerOf } from '../../access/caller';
import { frameText } from '../frames';
import type { LiveSocket } from '../sockets/live-socket';

/** Conversations one socket may follow at the same time. */
const MOST_FOLLOWED = 20;

interface Watched {
  readonly pieces: Subscription;
  readonly sockets: Set<LiveSocket>;
}

/** Passes the pieces of answers on to the sockets that follow a conversation; one nobody follows costs nothing. */
@Injectable()
export class ConversationFeeds {
  private readonly watched = new Map<string, Watched>();

  constructor(
    private readonly broker: Broker,
    private readonly asker: Asker,
    private readonly logger: Logger,
  ) {}

  /** @throws {Problem} 404 for a conversation the person may not read as for one that is not; 429 for too many. */
  async follow(socket: LiveSocket, conversationId: string): Promise<void> {
    if (!isId(conversationId, 'conv')) throw notFound();
    if (this.followedBy(socket) >= MOST_FOLLOWED) throw tooMany();
    const caller = callerOf(socket.session, socket.requestId);
    const { last_seq } = await this.asker.ask(getConversation, { conversation_id: conversationId }, caller);
    // The socket may have gone while hitl was asked.
    if (!socket.isOpen) return;
    const key = keyOf(socket, conversationId);
    const watched = this.watched.get(key) ?? this.watch(socket.tenantId, conversationId);
    this.watched.set(key, watched);
    watched.sockets.add(socket);
    socket.send(frameText({ type: 'conversation_subscribed', conversation_id: conversationId, seq: last_seq }));
  }

  leave(socket: LiveSocket, conversationId: string): void {
    const key = keyOf(socket, conversationId);
    const watched = this.watched.get(key);
    if (watched?.sockets.delete(socket) !== true || watched.sockets.size > 0) return;
    this.watched.delete(key);
    watched.pieces.unsubscribe();
  }

  leaveAll(socket: LiveSocket): void {
    for (const [key, { sockets }] of [...this.watched]) {
      if (sockets.has(socket)) this.leave(socket, key.slice(socket.tenantId.length + 1));
    }
  }

  private followedBy(socket: LiveSocket): number {
    return [...this.watched.values()].filter(({ sockets }) => sockets.has(socket)).length;
  }

  private watch(tenantId: string, conversationId: string): Watched {
    const sockets = new Set<LiveSocket>();
    const pieces = this.broker.connection.subscribe(talkSubject(tenantId, conversationId), {
      callback: (error, message) => {
        if (error !== null) return;
        try {
          const delta: unknown = message.json();
          assertPayload(ConversationDelta, delta);
          const text = frameText({ type: 'conversation_delta', ...delta });
          // Who lags misses pieces and reads the whole answer once it is there.
          for (const socket of sockets) if (!socket.isCongested) socket.send(text);
        } catch (err) {
          this.logger.debug({ err, conversation_id: conversationId }, 'unreadable piece of an answer ignored');
        }
      },
    });
    return { pieces, sockets };
  }
}

function keyOf({ tenantId }: LiveSocket, conversationId: string): string {
  return `${tenantId}.${conversationId}`;
}

function notFound(): Problem {
  return new Problem({
    status: 404,
    code: 'conversation-not-found',
    title: 'Not found',
    detail: 'There is no such conversation: check the id.',
  });
}

function tooMany(): Problem {
  return new Problem({
    status: 429,
    code: 'too-many-subscriptions',
    title: 'Too many subscriptions',
    detail: `A connection follows ${MOST_FOLLOWED} conversations at most: unsubscribe from some first.`,
  });
}
