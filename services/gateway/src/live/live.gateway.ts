import type { IncomingMessage } from 'node:http';

import { UseFilters, UseGuards } from '@nestjs/common';
import { ConnectedSocket, MessageBody, SubscribeMessage as OnMessage, WebSocketGateway } from '@nestjs/websockets';
import type { OnGatewayConnection, OnGatewayDisconnect } from '@nestjs/websockets';
import type { WebSocket } from 'ws';

import { Problem } from '@botarmy/chassis';
import { isId } from '@botarmy/contracts';

import { callerOf } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { shaped } from '../http/shaped';
import {
  HeartbeatMessage,
  SubscribeMessage,
  SubscribeTopicMessage,
  UnsubscribeMessage,
  UnsubscribeTopicMessage,
} from './client-messages';
import { ConversationFeeds } from './conversations/conversation-feeds';
import { SubscribeConversationMessage, UnsubscribeConversationMessage } from './conversations/conversation-messages';
import type { Admission } from './door/upgrade-door';
import { FeedRegistry } from './feed/feed-registry';
import { frameText } from './frames';
import { AnswerMessage } from './interactive/answer-message';
import { InteractiveSockets } from './interactive/interactive-sockets';
import { LiveClients } from './live-clients';
import { LiveErrorFilter } from './live-error.filter';
import { MessageRoleGuard } from './message-role.guard';
import { CLOSE_CODES } from './sockets/live-socket';
import type { LiveSocket } from './sockets/live-socket';
import { SocketRegistry } from './sockets/socket-registry';

/** Workflows one socket may follow at the same time. */
const MOST_FOLLOWED = 50;

/** The WebSocket hub: what clients may say, and to whom it is passed on. */
@WebSocketGateway({ path: '/api/ws' })
@UseGuards(MessageRoleGuard)
@UseFilters(LiveErrorFilter)
export class LiveGateway implements OnGatewayConnection<WebSocket>, OnGatewayDisconnect<WebSocket> {
  constructor(
    private readonly clients: LiveClients,
    private readonly sockets: SocketRegistry,
    private readonly feeds: FeedRegistry,
    private readonly conversations: ConversationFeeds,
    private readonly interactive: InteractiveSockets,
  ) {}

  handleConnection(connection: WebSocket, request: IncomingMessage, admission: Admission): void {
    const socket = this.clients.open({ socket: connection, stream: request.socket }, admission);
    const { interactiveSessionId } = admission;
    this.sockets.add(socket, interactiveSessionId === undefined);
    if (interactiveSessionId !== undefined) void this.show(socket, interactiveSessionId);
  }

  handleDisconnect(connection: WebSocket): void {
    const socket = this.clients.of(connection);
    if (socket === undefined) return;
    this.feeds.leaveAll(socket);
    this.conversations.leaveAll(socket);
    this.interactive.leave(socket);
    this.sockets.remove(socket);
  }

  @OnMessage('subscribe')
  @RequiresRole('viewer')
  async subscribe(@ConnectedSocket() connection: WebSocket, @MessageBody() message: object): Promise<void> {
    const socket = this.socketOf(connection);
    const { workflow_id, after_seq } = shaped(SubscribeMessage, message);
    if (!isId(workflow_id, 'wf')) throw workflowNotFound();
    if (!this.feeds.isFollowing(socket, workflow_id) && this.feeds.countOf(socket) >= MOST_FOLLOWED) throw tooMany();
    await this.feeds.follow(socket, callerOf(socket.session, socket.requestId), workflow_id, after_seq);
  }

  @OnMessage('unsubscribe')
  @RequiresRole('viewer')
  unsubscribe(@ConnectedSocket() connection: WebSocket, @MessageBody() message: object): void {
    const socket = this.socketOf(connection);
    const { workflow_id } = shaped(UnsubscribeMessage, message);
    this.feeds.leave(socket, workflow_id);
    socket.send({ type: 'unsubscribed', workflow_id });
  }

  @OnMessage('answer')
  @RequiresRole('approver')
  async answer(@ConnectedSocket() connection: WebSocket, @MessageBody() message: object): Promise<void> {
    await this.interactive.answer(this.socketOf(connection), shaped(AnswerMessage, message));
  }

  @OnMessage('subscribe_conversation')
  @RequiresRole('viewer')
  async follow(@ConnectedSocket() connection: WebSocket, @MessageBody() message: object): Promise<void> {
    const { conversation_id } = shaped(SubscribeConversationMessage, message);
    await this.conversations.follow(this.socketOf(connection), conversation_id);
  }

  @OnMessage('unsubscribe_conversation')
  @RequiresRole('viewer')
  unfollow(@ConnectedSocket() connection: WebSocket, @MessageBody() message: object): void {
    const socket = this.socketOf(connection);
    const { conversation_id } = shaped(UnsubscribeConversationMessage, message);
    this.conversations.leave(socket, conversation_id);
    socket.send(frameText({ type: 'conversation_unsubscribed', conversation_id }));
  }

  @OnMessage('subscribe_topic')
  @RequiresRole('viewer')
  hear(@ConnectedSocket() connection: WebSocket, @MessageBody() message: object): void {
    const socket = this.socketOf(connection);
    const { topic } = shaped(SubscribeTopicMessage, message);
    this.sockets.hear(socket, topic);
    socket.send({ type: 'topic_subscribed', topic });
  }

  @OnMessage('unsubscribe_topic')
  @RequiresRole('viewer')
  ignore(@ConnectedSocket() connection: WebSocket, @MessageBody() message: object): void {
    const socket = this.socketOf(connection);
    const { topic } = shaped(UnsubscribeTopicMessage, message);
    this.sockets.ignore(socket, topic);
    socket.send({ type: 'topic_unsubscribed', topic });
  }

  /** Being heard of is all a heartbeat is for, and every message counts as one. */
  @OnMessage('heartbeat')
  @RequiresRole('viewer')
  heartbeat(@MessageBody() message: object): void {
    shaped(HeartbeatMessage, message);
  }

  private async show(socket: LiveSocket, sessionId: string): Promise<void> {
    try {
      await this.interactive.open(socket, sessionId);
    } catch {
      // hitl does not answer: the client connects again.
      socket.close(CLOSE_CODES.goingAway, 'unavailable');
    }
  }

  private socketOf(connection: WebSocket): LiveSocket {
    const socket = this.clients.of(connection);
    if (socket === undefined) throw new Error('a message came over a connection nobody opened');
    return socket;
  }
}

function workflowNotFound(): Problem {
  return new Problem({
    status: 404,
    code: 'workflow-not-found',
    title: 'Not found',
    detail: 'There is no such workflow: check the id.',
  });
}

function tooMany(): Problem {
  return new Problem({
    status: 429,
    code: 'too-many-subscriptions',
    title: 'Too many subscriptions',
    detail: `A connection follows ${MOST_FOLLOWED} workflows at most: unsubscribe from some first.`,
  });
}
