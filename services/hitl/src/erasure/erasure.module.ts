import { Module } from '@nestjs/common';

import { WorkflowErasedHandler } from './workflow-erased.handler';

@Module({ controllers: [WorkflowErasedHandler] })
export class ErasureModule {}
