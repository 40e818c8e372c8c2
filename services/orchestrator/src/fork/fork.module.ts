import { Module } from '@nestjs/common';

import { QueriesModule } from '../queries/queries.module';
import { WorkflowModule } from '../workflow/workflow.module';
import { ForkWorkflowController } from './fork-workflow.controller';

@Module({ imports: [QueriesModule, WorkflowModule], controllers: [ForkWorkflowController] })
export class ForkModule {}
