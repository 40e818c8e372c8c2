import { Module } from '@nestjs/common';

import { ConversationsModule } from '../conversations/conversations.module';
import { PrismaModule } from '../database/prisma.module';
import { PreferencesModule } from '../preferences/preferences.module';
import { RequestsModule } from '../requests/requests.module';
import { AlertController } from './alert.controller';
import { RequestBadges } from './request-badges';

@Module({
  imports: [PrismaModule, PreferencesModule, ConversationsModule, RequestsModule],
  controllers: [AlertController],
  providers: [RequestBadges],
})
export class AlertsModule {}
