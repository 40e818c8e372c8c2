import { Module } from '@nestjs/common';

import { ConfigurationInForceModule } from '@botarmy/messaging';

import { PrismaModule } from '../database/prisma.module';
import { AlertedPeople } from './alerted-people';
import { PreferenceRepository } from './preference.repository';

@Module({
  imports: [ConfigurationInForceModule, PrismaModule],
  providers: [AlertedPeople, PreferenceRepository],
  exports: [AlertedPeople, PreferenceRepository],
})
export class PreferencesModule {}
