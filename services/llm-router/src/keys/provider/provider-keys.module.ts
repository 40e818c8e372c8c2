import { Module } from '@nestjs/common';

import { PrismaModule } from '../../database/prisma.module';
import { HealthModule } from '../../health/health.module';
import { ProvidersModule } from '../../providers/providers.module';
import { MasterKeysModule } from '../master-keys.module';
import { KeyRing } from './key-ring';
import { ProviderKeyStore } from './provider-key-store';
import { ProviderKeyRepository } from './provider-key.repository';
import { ProviderKeysInUse } from './provider-keys-in-use';
import { ProviderKeysController } from './provider-keys.controller';
import { RefreshController } from './refresh.controller';

@Module({
  imports: [HealthModule, MasterKeysModule, PrismaModule, ProvidersModule],
  controllers: [ProviderKeysController, RefreshController],
  providers: [KeyRing, ProviderKeyRepository, ProviderKeysInUse, ProviderKeyStore],
  exports: [KeyRing],
})
export class ProviderKeysModule {}
