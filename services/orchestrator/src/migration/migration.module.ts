import { Module } from '@nestjs/common';

import { CatalogueModule } from '../catalogue/catalogue.module';
import { WorkflowModule } from '../workflow/workflow.module';
import { MigrateWorkflowsController } from './migrate-workflows.controller';
import { MigrationCandidates } from './migration-candidates';

@Module({
  imports: [CatalogueModule, WorkflowModule],
  controllers: [MigrateWorkflowsController],
  providers: [MigrationCandidates],
})
export class MigrationModule {}
