import { Module } from '@nestjs/common';

import { WorkflowModule } from '../workflow/workflow.module';
import { StopsController } from './stops.controller';
import { TakingBack } from './taking-back';

@Module({ imports: [WorkflowModule], controllers: [StopsController], providers: [TakingBack] })
export class StopsModule {}
