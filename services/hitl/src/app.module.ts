import { Module } from '@nestjs/common';

import { MessagingModule } from '@botarmy/messaging';

import { RequestsModule } from './requests/requests.module';

@Module({ imports: [MessagingModule.forService({ service: 'hitl', stores: true }), RequestsModule] })
export class AppModule {}
