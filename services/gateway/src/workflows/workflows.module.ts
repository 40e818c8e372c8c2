import { Module } from '@nestjs/common';

import { RunRecordController } from './run-record.controller';
import { WhatIfController } from './what-if.controller';
import { WorkflowControlController } from './workflow-control.controller';
import { WorkflowsController } from './workflows.controller';

@Module({ controllers: [RunRecordController, WhatIfController, WorkflowsController, WorkflowControlController] })
export class WorkflowsModule {}
