import { Module } from '@nestjs/common';

import { AskingModule } from '../asking/asking.module';
import { PrismaModule } from '../database/prisma.module';
import { PricesModule } from '../prices/prices.module';
import { RoutesModule } from '../routes/routes.module';
import { StopsModule } from '../stops/stops.module';
import { AbandonedCalls } from './abandoned-calls';
import { BuildCall } from './build-call';
import { CallKeeper } from './call-keeper';
import { CallStore } from './call-store';
import { CallMetrics } from './call.metrics';
import { CallRepository } from './call.repository';
import { CompleteCall } from './complete-call';
import { LapsedReservations } from './lapsed-reservations';
import { ModelCallServer } from './model-call.server';
import { PerformCall } from './perform-call';
import { WaitForOwner } from './wait-for-owner';

@Module({
  imports: [AskingModule, PricesModule, PrismaModule, RoutesModule, StopsModule],
  providers: [
    AbandonedCalls,
    BuildCall,
    CallKeeper,
    CallMetrics,
    CallRepository,
    CallStore,
    CompleteCall,
    LapsedReservations,
    ModelCallServer,
    PerformCall,
    WaitForOwner,
  ],
})
export class CallsModule {}
