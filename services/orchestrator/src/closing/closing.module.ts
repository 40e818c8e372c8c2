import { Module } from '@nestjs/common';

import { QueriesModule } from '../queries/queries.module';
import { WorkflowModule } from '../workflow/workflow.module';
import { CloseWorkflowHandler } from './close-workflow.handler';

@Module({ imports: [QueriesModule, WorkflowModule], controllers: [CloseWorkflowHandler] })
export class ClosingModule {}
