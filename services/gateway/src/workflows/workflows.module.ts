import { Module } from '@nestjs/common';

import { ArtifactsModule } from '../artifacts/artifacts.module';
import { EstimateController } from './estimate.controller';
import { RunRecordController } from './run-record.controller';
import { WhatIfController } from './what-if.controller';
import { WorkflowControlController } from './workflow-control.controller';
import { WorkflowsController } from './workflows.controller';

@Module({
  imports: [ArtifactsModule],
  controllers: [
    EstimateController,
    RunRecordController,
    WhatIfController,
    WorkflowsController,
    WorkflowControlController,
  ],
})
export class WorkflowsModule {}
