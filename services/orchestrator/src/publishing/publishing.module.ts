import { Module } from '@nestjs/common';

import { CatalogueModule } from '../catalogue/catalogue.module';
import { ProcessesController } from './processes.controller';
import { PublishProcesses } from './publish-processes';
import { TenantSourcesReader } from './tenant-sources';

@Module({
  imports: [CatalogueModule],
  controllers: [ProcessesController],
  providers: [PublishProcesses, TenantSourcesReader],
  exports: [TenantSourcesReader],
})
export class PublishingModule {}
