import { Module } from '@nestjs/common';

import { MessagingModule } from '@botarmy/messaging';

import { EventsModule } from './events/events.module';

@Module({ imports: [MessagingModule.forService({ service: 'insights', stores: true }), EventsModule] })
export class AppModule {}
