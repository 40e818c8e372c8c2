import { Module } from '@nestjs/common';

import { HealthModule } from '../health/health.module';
import { ProvidersModule } from '../providers/providers.module';
import { AskCandidate } from './ask-candidate';
import { AskProvider } from './ask-provider';
import { ProviderWindow } from './provider-window';
import { ProviderMetrics } from './provider.metrics';
import { TryCandidates } from './try-candidates';

@Module({
  imports: [HealthModule, ProvidersModule],
  providers: [AskCandidate, AskProvider, ProviderMetrics, ProviderWindow, TryCandidates],
  exports: [ProviderWindow, TryCandidates],
})
export class AskingModule {}
