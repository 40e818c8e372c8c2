import { Module } from '@nestjs/common';

import { PriceBook } from './price-book';
import { PriceExchanges } from './price-exchanges';

@Module({ providers: [PriceBook, PriceExchanges], exports: [PriceBook, PriceExchanges] })
export class PricesModule {}
