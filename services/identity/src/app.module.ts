import { Module } from '@nestjs/common';

import { MessagingModule } from '@botarmy/messaging';

import { FirstRunModule } from './first-run/first-run.module';
import { GroupsModule } from './groups/groups.module';
import { SessionsModule } from './sessions/sessions.module';

@Module({
  imports: [
    MessagingModule.forService({ service: 'identity', stores: true }),
    SessionsModule,
    GroupsModule,
    FirstRunModule,
  ],
})
export class AppModule {}
