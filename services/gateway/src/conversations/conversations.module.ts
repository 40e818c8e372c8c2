import { Module } from '@nestjs/common';

import { AlertsController } from './alerts.controller';
import { ConversationsController } from './conversations.controller';
import { ExportConversation } from './export-conversation';
import { SharesController } from './shares.controller';

@Module({
  controllers: [AlertsController, ConversationsController, SharesController],
  providers: [ExportConversation],
})
export class ConversationsModule {}
