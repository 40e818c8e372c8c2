import { Module } from '@nestjs/common';

import { AskingModule } from '../asking/asking.module';
import { PrismaModule } from '../database/prisma.module';
import { RoutesModule } from '../routes/routes.module';
import { AbandonedCalls } from './abandoned-calls';
import { CallKeeper } from './call-keeper';
import { CallStore } from './call-store';
import { CallMetrics } from './call.metrics';
import { CallRepository } from './call.repository';
import { CompleteCall } from './complete-call';
import { ModelCallServer } from './model-call.server';
import { PerformCall } from './perform-call';
import { WaitForOwner } from './wait-for-owner';

@Module({
  imports: [AskingModule, PrismaModule, RoutesModule],
  providers: [
    AbandonedCalls,
    CallKeeper,
    CallMetrics,
    CallRepository,
    CallStore,
    CompleteCall,
    ModelCallServer,
    PerformCall,
    WaitForOwner,
  ],
})
export class CallsModule {}
