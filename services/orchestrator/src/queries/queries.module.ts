import { Module } from '@nestjs/common';

import { CatalogueModule } from '../catalogue/catalogue.module';
import { PrismaModule } from '../database/prisma.module';
import { WorkflowModule } from '../workflow/workflow.module';
import { WorkflowQueriesController } from './workflow-queries.controller';
import { WorkflowRepository } from './workflow.repository';

@Module({
  imports: [CatalogueModule, PrismaModule, WorkflowModule],
  controllers: [WorkflowQueriesController],
  providers: [WorkflowRepository],
  exports: [WorkflowRepository],
})
export class QueriesModule {}
