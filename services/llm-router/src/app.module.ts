import { Module } from '@nestjs/common';

import { MessagingModule } from '@botarmy/messaging';

import { CallsModule } from './calls/calls.module';
import { StatusModule } from './status/status.module';

@Module({ imports: [MessagingModule.forService({ service: 'llm-router', stores: true }), CallsModule, StatusModule] })
export class AppModule {}
