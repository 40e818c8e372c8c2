import { Module } from '@nestjs/common';

import { AskingModule } from '../asking/asking.module';
import { PrismaModule } from '../database/prisma.module';
import { HealthModule } from '../health/health.module';
import { ProviderKeyRepository } from '../keys/provider/provider-key.repository';
import { ProvidersModule } from '../providers/providers.module';
import { RoutesModule } from '../routes/routes.module';
import { ProviderHealthController } from './provider-health.controller';
import { StatusController } from './status.controller';

@Module({
  imports: [AskingModule, HealthModule, PrismaModule, ProvidersModule, RoutesModule],
  controllers: [ProviderHealthController, StatusController],
  providers: [ProviderKeyRepository],
})
export class StatusModule {}
