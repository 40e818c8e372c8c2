import { Module } from '@nestjs/common';

import { MessagingModule } from '@botarmy/messaging';

import { ArtifactsModule } from './artifacts/artifacts.module';
import { ErasureModule } from './erasure/erasure.module';
import { HistoryModule } from './history/history.module';
import { OrphansModule } from './orphans/orphans.module';
import { SearchModule } from './search/search.module';
import { UploadsModule } from './uploads/uploads.module';

@Module({
  imports: [
    MessagingModule.forService({ service: 'artifacts', stores: true }),
    ArtifactsModule,
    ErasureModule,
    HistoryModule,
    OrphansModule,
    SearchModule,
    UploadsModule,
  ],
})
export class AppModule {}
