import { Module } from '@nestjs/common';

import { MessagingModule } from '@botarmy/messaging';

import { AttemptModule } from './attempt/attempt.module';

@Module({ imports: [MessagingModule.forService({ service: 'agent-runner', stores: false }), AttemptModule] })
export class AppModule {}
