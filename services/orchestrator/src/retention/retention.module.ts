import { Module } from '@nestjs/common';

import { WorkflowModule } from '../workflow/workflow.module';
import { Retention } from './retention';
import { RetentionMetrics } from './retention.metrics';

@Module({ imports: [WorkflowModule], providers: [Retention, RetentionMetrics], exports: [Retention] })
export class RetentionModule {}
