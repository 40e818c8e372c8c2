import { Module } from '@nestjs/common';

import { AdmissionModule } from '../admission/admission.module';
import { WorkflowModule } from '../workflow/workflow.module';
import { ResourceRulesController } from './resource-rules.controller';
import { RulesNews } from './rules-news';
import { UsedUpTasks } from './used-up-tasks';

/** The questions about limits and what follows from their changes. */
@Module({
  imports: [AdmissionModule, WorkflowModule],
  controllers: [ResourceRulesController],
  providers: [RulesNews, UsedUpTasks],
  exports: [RulesNews, UsedUpTasks],
})
export class ResourceRulesModule {}
