import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';

import { ConfigurationInForceModule } from '@botarmy/messaging';

import { AccessGuard } from './access.guard';
import { AccessMetrics } from './access.metrics';
import { RefusalAudit } from './refusal-audit';
import { RequestRates } from './request-rates';
import { SessionEndings } from './session-endings';
import { SessionVerifier } from './session-verifier';
import { VirtualKeyEndings } from './virtual-key-endings';
import { VirtualKeyVerifier } from './virtual-key-verifier';

@Global()
@Module({
  imports: [ConfigurationInForceModule],
  providers: [
    AccessMetrics,
    RefusalAudit,
    RequestRates,
    SessionEndings,
    SessionVerifier,
    VirtualKeyEndings,
    VirtualKeyVerifier,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [AccessMetrics, RefusalAudit, SessionEndings, SessionVerifier, VirtualKeyVerifier],
})
export class AccessModule {}
