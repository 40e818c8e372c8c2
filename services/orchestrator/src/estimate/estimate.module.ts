import { Module } from '@nestjs/common';

import { CatalogueModule } from '../catalogue/catalogue.module';
import { QueriesModule } from '../queries/queries.module';
import { RunHistoryModule } from '../run-history/run-history.module';
import { SettingsModule } from '../settings/settings.module';
import { WhatIfModule } from '../what-if/what-if.module';
import { EstimateController } from './estimate.controller';
import { ModelProspects } from './model-prospects';
import { RunCounter } from './run-counter';

@Module({
  imports: [CatalogueModule, QueriesModule, RunHistoryModule, SettingsModule, WhatIfModule],
  controllers: [EstimateController],
  providers: [ModelProspects, RunCounter],
})
export class EstimateModule {}
