import { Module } from '@nestjs/common';

import { PrismaModule } from '../database/prisma.module';
import { RoutesModule } from '../routes/routes.module';
import { AnnounceThresholds } from './announce-thresholds';
import { BudgetStore } from './budget-store';
import { BudgetRepository } from './budget.repository';
import { BudgetsController } from './budgets.controller';

@Module({
  imports: [PrismaModule, RoutesModule],
  controllers: [BudgetsController],
  providers: [AnnounceThresholds, BudgetRepository, BudgetStore],
})
export class BudgetsModule {}
