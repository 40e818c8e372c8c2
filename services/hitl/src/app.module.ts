import { Module } from '@nestjs/common';

import { MessagingModule } from '@botarmy/messaging';

import { AlertsModule } from './alerts/alerts.module';
import { ConversationsModule } from './conversations/conversations.module';
import { ErasureModule } from './erasure/erasure.module';
import { InteractiveModule } from './interactive/interactive.module';
import { RequestsModule } from './requests/requests.module';

@Module({
  imports: [
    MessagingModule.forService({ service: 'hitl', stores: true }),
    AlertsModule,
    ConversationsModule,
    ErasureModule,
    InteractiveModule,
    RequestsModule,
  ],
})
export class AppModule {}
