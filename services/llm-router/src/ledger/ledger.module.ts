import { Module } from '@nestjs/common';

import { PrismaModule } from '../database/prisma.module';
import { PricesModule } from '../prices/prices.module';
import { LedgerStore } from './ledger-store';
import { LedgerController } from './ledger.controller';
import { LedgerRepository } from './ledger.repository';
import { Reprice } from './reprice';

@Module({
  imports: [PricesModule, PrismaModule],
  controllers: [LedgerController],
  providers: [LedgerRepository, LedgerStore, Reprice],
})
export class LedgerModule {}
