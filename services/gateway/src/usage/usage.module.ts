import { Module } from '@nestjs/common';

import { ExportLedger } from './export-ledger';
import { ModelCallsController } from './model-calls.controller';
import { PricesController } from './prices.controller';
import { UsageController } from './usage.controller';

@Module({ controllers: [ModelCallsController, PricesController, UsageController], providers: [ExportLedger] })
export class UsageModule {}
