import { Module } from '@nestjs/common';

import { MessagingModule } from '@botarmy/messaging';

import { ArtifactsModule } from './artifacts/artifacts.module';
import { OrphansModule } from './orphans/orphans.module';

@Module({
  imports: [MessagingModule.forService({ service: 'artifacts', stores: true }), ArtifactsModule, OrphansModule],
})
export class AppModule {}
