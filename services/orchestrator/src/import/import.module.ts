import { Module } from '@nestjs/common';

import { WorkflowModule } from '../workflow/workflow.module';
import { ImportParts } from './import-parts';
import { ImportRunController } from './import-run.controller';
import { LandRun } from './land-run';

@Module({
  imports: [WorkflowModule],
  controllers: [ImportRunController],
  providers: [ImportParts, LandRun],
  exports: [ImportParts],
})
export class ImportModule {}
