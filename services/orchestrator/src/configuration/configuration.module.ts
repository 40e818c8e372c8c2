import { Module } from '@nestjs/common';

import { CatalogueModule } from '../catalogue/catalogue.module';
import { PublishingModule } from '../publishing/publishing.module';
import { SettingsModule } from '../settings/settings.module';
import { ConfigurationStore } from './configuration-store';
import { ConfigurationController } from './configuration.controller';
import { TenantAgents } from './tenant-agents';

/** Configuration that changes while the platform runs: questions about it and its history. */
@Module({
  imports: [CatalogueModule, PublishingModule, SettingsModule],
  controllers: [ConfigurationController],
  providers: [ConfigurationStore, TenantAgents],
})
export class ConfigurationModule {}
