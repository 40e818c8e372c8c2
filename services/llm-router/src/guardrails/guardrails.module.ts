import { Module } from '@nestjs/common';

import { MasterKeysModule } from '../keys/master-keys.module';
import { ForgetExpired } from './forget-expired';
import { GuardrailMetrics } from './guardrail.metrics';
import { Guardrails } from './guardrails';
import { GuardrailsController } from './guardrails.controller';
import { PolicyBook } from './policy-book';
import { VaultStore } from './vault-store';

@Module({
  imports: [MasterKeysModule],
  controllers: [GuardrailsController],
  providers: [ForgetExpired, GuardrailMetrics, Guardrails, PolicyBook, VaultStore],
  exports: [Guardrails, VaultStore],
})
export class GuardrailsModule {}
