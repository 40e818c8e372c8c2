import { Module } from '@nestjs/common';

import { WorkflowControlController } from './workflow-control.controller';
import { WorkflowsController } from './workflows.controller';

@Module({ controllers: [WorkflowsController, WorkflowControlController] })
export class WorkflowsModule {}
