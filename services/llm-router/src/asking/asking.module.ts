import { Module } from '@nestjs/common';

import { AskProvider } from './ask-provider';
import { ProviderWindow } from './provider-window';
import { ProviderMetrics } from './provider.metrics';
import { TryCandidates } from './try-candidates';

@Module({
  providers: [AskProvider, ProviderMetrics, ProviderWindow, TryCandidates],
  exports: [ProviderWindow, TryCandidates],
})
export class AskingModule {}
