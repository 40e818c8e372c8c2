import { Module } from '@nestjs/common';

import { MessagingModule } from '@botarmy/messaging';

import { CatalogueModule } from './catalogue/catalogue.module';
import { ChildrenModule } from './children/children.module';
import { ClosingModule } from './closing/closing.module';
import { CommandsModule } from './commands/commands.module';
import { ConfigurationModule } from './configuration/configuration.module';
import { EstimateModule } from './estimate/estimate.module';
import { ForkModule } from './fork/fork.module';
import { ImportModule } from './import/import.module';
import { MigrationModule } from './migration/migration.module';
import { PublishingModule } from './publishing/publishing.module';
import { QueriesModule } from './queries/queries.module';
import { ReconcilerModule } from './reconciler/reconciler.module';
import { RecordModule } from './record/record.module';
import { ResourceRulesModule } from './resource-rules/resource-rules.module';
import { RetentionModule } from './retention/retention.module';
import { StopsModule } from './stops/stops.module';
import { WhatIfModule } from './what-if/what-if.module';

@Module({
  imports: [
    MessagingModule.forService({ service: 'orchestrator', stores: true }),
    CatalogueModule,
    ChildrenModule,
    ClosingModule,
    CommandsModule,
    ConfigurationModule,
    EstimateModule,
    ForkModule,
    ImportModule,
    MigrationModule,
    PublishingModule,
    QueriesModule,
    ReconcilerModule,
    RecordModule,
    ResourceRulesModule,
    RetentionModule,
    StopsModule,
    WhatIfModule,
  ],
})
export class AppModule {}
