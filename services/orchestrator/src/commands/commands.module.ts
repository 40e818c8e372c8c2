import { Module } from '@nestjs/common';

import { CatalogueModule } from '../catalogue/catalogue.module';
import { SettingsModule } from '../settings/settings.module';
import { WorkflowModule } from '../workflow/workflow.module';
import { AgentTaskAskedHandler } from './agent-task-asked.handler';
import { AgentTaskCompletedHandler } from './agent-task-completed.handler';
import { AgentTaskFailedHandler } from './agent-task-failed.handler';
import { AgentTaskProgressedHandler } from './agent-task-progressed.handler';
import { BriefDocuments } from './brief-documents';
import { ControlWorkflowController } from './control-workflow.controller';
import { DeliveryRefusedHandler } from './delivery-refused.handler';
import { EditArtifactController } from './edit-artifact.controller';
import { HitlRequestAnsweredHandler } from './hitl-request-answered.handler';
import { HitlRequestExpiredHandler } from './hitl-request-expired.handler';
import { MessageAgentController } from './message-agent.controller';
import { RepeatWorkController } from './repeat-work.controller';
import { RunControl } from './run-control';
import { StartWorkflowController } from './start-workflow.controller';

@Module({
  imports: [CatalogueModule, SettingsModule, WorkflowModule],
  controllers: [
    AgentTaskAskedHandler,
    AgentTaskCompletedHandler,
    AgentTaskFailedHandler,
    AgentTaskProgressedHandler,
    ControlWorkflowController,
    DeliveryRefusedHandler,
    EditArtifactController,
    HitlRequestAnsweredHandler,
    HitlRequestExpiredHandler,
    MessageAgentController,
    RepeatWorkController,
    StartWorkflowController,
  ],
  providers: [BriefDocuments, RunControl],
})
export class CommandsModule {}
