import { Module } from '@nestjs/common';

import { CatalogueModule } from '../catalogue/catalogue.module';
import { QueriesModule } from '../queries/queries.module';
import { WorkflowModule } from '../workflow/workflow.module';
import { ForkWorkflowController } from './fork-workflow.controller';

@Module({ imports: [CatalogueModule, QueriesModule, WorkflowModule], controllers: [ForkWorkflowController] })
export class ForkModule {}
