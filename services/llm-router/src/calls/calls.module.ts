import { Module } from '@nestjs/common';

import { AskingModule } from '../asking/asking.module';
import { PrismaModule } from '../database/prisma.module';
import { GuardrailsModule } from '../guardrails/guardrails.module';
import { ProviderKeysModule } from '../keys/provider/provider-keys.module';
import { PricesModule } from '../prices/prices.module';
import { RoutesModule } from '../routes/routes.module';
import { StopsModule } from '../stops/stops.module';
import { AbandonedCalls } from './abandoned-calls';
import { BuildCall } from './build-call';
import { CallKeeper } from './call-keeper';
import { CallStore } from './call-store';
import { CallMetrics } from './call.metrics';
import { CallRepository } from './call.repository';
import { CallsController } from './calls.controller';
import { CompleteCall } from './complete-call';
import { EmbeddingsController } from './embeddings.controller';
import { GatheredNudges } from './gathered-nudges';
import { GuardedCalls } from './guarded-calls';
import { LapsedReservations } from './lapsed-reservations';
import { ModelCallServer } from './model-call.server';
import { PerformCall } from './perform-call';
import { RecordedCalls } from './recorded-calls';
import { ShadowCalls } from './shadow-calls';
import { WaitForOwner } from './wait-for-owner';

@Module({
  imports: [AskingModule, GuardrailsModule, PricesModule, PrismaModule, ProviderKeysModule, RoutesModule, StopsModule],
  controllers: [CallsController, EmbeddingsController],
  providers: [
    AbandonedCalls,
    BuildCall,
    CallKeeper,
    CallMetrics,
    CallRepository,
    CallStore,
    CompleteCall,
    GatheredNudges,
    GuardedCalls,
    LapsedReservations,
    ModelCallServer,
    PerformCall,
    RecordedCalls,
    ShadowCalls,
    WaitForOwner,
  ],
})
export class CallsModule {}
