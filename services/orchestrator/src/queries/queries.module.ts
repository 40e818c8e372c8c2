import { Module } from '@nestjs/common';

import { AdmissionModule } from '../admission/admission.module';
import { CatalogueModule } from '../catalogue/catalogue.module';
import { PrismaModule } from '../database/prisma.module';
import { PublishingModule } from '../publishing/publishing.module';
import { RunHistoryModule } from '../run-history/run-history.module';
import { SettingsModule } from '../settings/settings.module';
import { WorkflowModule } from '../workflow/workflow.module';
import { AgentProfileController } from './agent-profile.controller';
import { AgentStatusController } from './agent-status.controller';
import { LineageController } from './lineage.controller';
import { WorkflowQueriesController } from './workflow-queries.controller';
import { WorkflowRepository } from './workflow.repository';

@Module({
  imports: [
    AdmissionModule,
    CatalogueModule,
    PrismaModule,
    PublishingModule,
    RunHistoryModule,
    SettingsModule,
    WorkflowModule,
  ],
  controllers: [AgentProfileController, AgentStatusController, LineageController, WorkflowQueriesController],
  providers: [WorkflowRepository],
  exports: [WorkflowRepository],
})
export class QueriesModule {}
