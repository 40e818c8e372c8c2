import { Module } from '@nestjs/common';

import { MessagingModule } from '@botarmy/messaging';

import { CatalogueModule } from './catalogue/catalogue.module';
import { ClosingModule } from './closing/closing.module';
import { CommandsModule } from './commands/commands.module';
import { QueriesModule } from './queries/queries.module';
import { ReconcilerModule } from './reconciler/reconciler.module';

@Module({
  imports: [
    MessagingModule.forService({ service: 'orchestrator', stores: true }),
    CatalogueModule,
    ClosingModule,
    CommandsModule,
    QueriesModule,
    ReconcilerModule,
  ],
})
export class AppModule {}
