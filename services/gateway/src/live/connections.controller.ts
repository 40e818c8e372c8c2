import { Controller, Get } from '@nestjs/common';

import { Count, Identifier, ListOf, Timestamp } from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { Describes } from '../openapi/describes.decorator';
import { FeedRegistry } from './feed/feed-registry';
import type { LiveSocket } from './sockets/live-socket';
import { SocketRegistry } from './sockets/socket-registry';

/** What one WebSocket did so far. */
export class LiveConnectionView {
  /** Of the request that opened it. */
  @Identifier() request_id!: string;
  @Identifier() user_id!: string;
  @Timestamp() opened_at!: string;
  /** Milliseconds since its client's last message. */
  @Count() silent_ms!: number;
  @Count() frames_sent!: number;
  @Count() bytes_sent!: number;
  @Count() messages_received!: number;
  /** Bytes its client has not taken yet. */
  @Count() unsent_bytes!: number;
  @Count() followed_workflows!: number;
}

/** WebSockets of the caller's tenant at the replica that answers, the oldest first, at most 1,000. */
export class ListConnectionsReply {
  @ListOf(() => LiveConnectionView) connections!: LiveConnectionView[];
  @Count() total_count!: number;
}

const MOST_SHOWN = 1_000;

/** Live connections for whoever looks after them. */
@Controller('api/connections')
export class ConnectionsController {
  constructor(
    private readonly sockets: SocketRegistry,
    private readonly feeds: FeedRegistry,
  ) {}

  @Get()
  @RequiresRole('admin')
  @Describes({
    operationId: 'listConnections',
    summary: 'Show the live connections of this tenant at the replica that answers, and what they did',
    reply: ListConnectionsReply,
  })
  list(@CurrentCaller() { tenant_id }: Caller): ListConnectionsReply {
    const sockets = this.sockets.ofTenant(tenant_id);
    const connections = sockets.slice(0, MOST_SHOWN).map((socket) => this.view(socket));
    return { connections, total_count: sockets.length };
  }

  private view(socket: LiveSocket): LiveConnectionView {
    const { framesSent, bytesSent, messagesReceived, unsentBytes, openedAt, silentMs } = socket.statistics;
    return {
      request_id: socket.requestId,
      user_id: socket.session.user.id,
      opened_at: openedAt.toISOString(),
      silent_ms: Math.round(silentMs),
      frames_sent: framesSent,
      bytes_sent: bytesSent,
      messages_received: messagesReceived,
      unsent_bytes: unsentBytes,
      followed_workflows: this.feeds.countOf(socket),
    };
  }
}
