import { Module } from '@nestjs/common';

import { Clock, HealthRegistry } from '@botarmy/chassis';

import { ArtifactsConfig } from '../config';
import { BlobStore } from './blob-store';
import { openBlobStore } from './open-blob-store';

@Module({
  providers: [
    {
      provide: BlobStore,
      inject: [ArtifactsConfig, Clock, HealthRegistry],
      useFactory: async (config: ArtifactsConfig, clock: Clock, health: HealthRegistry) => {
        const store = await openBlobStore(config, clock);
        health.register('blobs', () => store.check());
        return store;
      },
    },
  ],
  exports: [BlobStore],
})
export class BlobsModule {}
