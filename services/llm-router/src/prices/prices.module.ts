import { Module } from '@nestjs/common';

import { PrismaModule } from '../database/prisma.module';
import { PriceBook } from './price-book';
import { PriceExchanges } from './price-exchanges';
import { PriceRefresh } from './price-refresh';
import { PriceRepository } from './price.repository';
import { PricesController } from './prices.controller';

@Module({
  imports: [PrismaModule],
  controllers: [PricesController],
  providers: [PriceBook, PriceExchanges, PriceRefresh, PriceRepository],
  exports: [PriceBook, PriceExchanges, PriceRefresh],
})
export class PricesModule {}
