import { Module } from '@nestjs/common';

import { ConnectionsController } from './connections.controller';
import { ConversationFeeds } from './conversations/conversation-feeds';
import { ConversationNews } from './conversations/conversation-news';
import { UpgradeDoor } from './door/upgrade-door';
import { FeedRegistry } from './feed/feed-registry';
import { WorkflowLog } from './feed/workflow-log';
import { InteractiveSockets } from './interactive/interactive-sockets';
import { LiveClients } from './live-clients';
import { LiveErrorFilter } from './live-error.filter';
import { LiveGateway } from './live.gateway';
import { LiveMetrics } from './live.metrics';
import { MessageRoleGuard } from './message-role.guard';
import { RequestNews } from './news/request-news';
import { UploadNews } from './news/upload-news';
import { WorkflowNews } from './news/workflow-news';
import { SocketRegistry } from './sockets/socket-registry';
import { TurnWriter } from './sockets/turn-writer';

@Module({
  controllers: [ConnectionsController],
  providers: [
    ConversationFeeds,
    ConversationNews,
    FeedRegistry,
    InteractiveSockets,
    LiveClients,
    LiveErrorFilter,
    LiveGateway,
    LiveMetrics,
    MessageRoleGuard,
    SocketRegistry,
    TurnWriter,
    UpgradeDoor,
    WorkflowLog,
    RequestNews,
    UploadNews,
    WorkflowNews,
  ],
  exports: [FeedRegistry],
})
export class LiveModule {}
