import { Module } from '@nestjs/common';

import { SettingsModule } from '../settings/settings.module';
import { WorkflowModule } from '../workflow/workflow.module';
import { Retention } from './retention';
import { RetentionMetrics } from './retention.metrics';

@Module({ imports: [SettingsModule, WorkflowModule], providers: [Retention, RetentionMetrics], exports: [Retention] })
export class RetentionModule {}
