import { Module } from '@nestjs/common';

import { CatalogueModule } from '../catalogue/catalogue.module';
import { ImportModule } from '../import/import.module';
import { QueriesModule } from '../queries/queries.module';
import { WorkflowModule } from '../workflow/workflow.module';
import { RunRecordController } from './run-record.controller';
import { RunRecords } from './run-records';

@Module({
  imports: [CatalogueModule, ImportModule, QueriesModule, WorkflowModule],
  controllers: [RunRecordController],
  providers: [RunRecords],
  exports: [RunRecords],
})
export class RecordModule {}
