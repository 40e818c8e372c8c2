import { Module } from '@nestjs/common';

import { MessagingModule } from '@botarmy/messaging';

@Module({ imports: [MessagingModule.forService({ service: 'notifier', stores: true })] })
export class AppModule {}
