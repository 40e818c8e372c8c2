import { Module } from '@nestjs/common';

import { WorkflowModule } from '../workflow/workflow.module';
import { Reconciler } from './reconciler';
import { ReconcilerMetrics } from './reconciler.metrics';
import { Republisher } from './republisher';

@Module({ imports: [WorkflowModule], providers: [Reconciler, ReconcilerMetrics, Republisher], exports: [Reconciler] })
export class ReconcilerModule {}
