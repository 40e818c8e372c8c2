import { Module } from '@nestjs/common';

import { HealthRegistry } from '@botarmy/chassis';

import { ArtifactsConfig } from '../config';
import { BlobStore } from './blob-store';
import { FileBlobStore } from './file-blob-store';

@Module({
  providers: [
    {
      provide: BlobStore,
      inject: [ArtifactsConfig, HealthRegistry],
      useFactory: async (config: ArtifactsConfig, health: HealthRegistry) => {
        const store = await FileBlobStore.open(config.BLOB_DIRECTORY);
        health.register('blobs', () => store.check());
        return store;
      },
    },
  ],
  exports: [BlobStore],
})
export class BlobsModule {}
