import { Module } from '@nestjs/common';

import { CatalogueModule } from '../catalogue/catalogue.module';
import { WorkflowModule } from '../workflow/workflow.module';
import { AgentTaskCompletedHandler } from './agent-task-completed.handler';
import { AgentTaskFailedHandler } from './agent-task-failed.handler';
import { AgentTaskProgressedHandler } from './agent-task-progressed.handler';
import { ControlWorkflowController } from './control-workflow.controller';
import { DeliveryRefusedHandler } from './delivery-refused.handler';
import { HitlRequestAnsweredHandler } from './hitl-request-answered.handler';
import { StartWorkflowController } from './start-workflow.controller';

@Module({
  imports: [CatalogueModule, WorkflowModule],
  controllers: [
    AgentTaskCompletedHandler,
    AgentTaskFailedHandler,
    AgentTaskProgressedHandler,
    ControlWorkflowController,
    DeliveryRefusedHandler,
    HitlRequestAnsweredHandler,
    StartWorkflowController,
  ],
})
export class CommandsModule {}
