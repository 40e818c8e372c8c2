import { Module } from '@nestjs/common';

import { PrismaModule } from '../database/prisma.module';
import { AlertedPeople } from './alerted-people';
import { PreferenceRepository } from './preference.repository';

@Module({
  imports: [PrismaModule],
  providers: [AlertedPeople, PreferenceRepository],
  exports: [AlertedPeople, PreferenceRepository],
})
export class PreferencesModule {}
