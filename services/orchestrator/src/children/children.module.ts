import { Module } from '@nestjs/common';

import { CatalogueModule } from '../catalogue/catalogue.module';
import { WorkflowModule } from '../workflow/workflow.module';
import { ChildDocuments } from './child-documents';
import { ChildWorkflows } from './child-workflows';
import { ControlChildWorkflowHandler } from './control-child-workflow.handler';
import { TendChildWorkflowHandler } from './tend-child-workflow.handler';

@Module({
  imports: [CatalogueModule, WorkflowModule],
  controllers: [ControlChildWorkflowHandler, TendChildWorkflowHandler],
  providers: [ChildDocuments, ChildWorkflows],
})
export class ChildrenModule {}
