import { Module } from '@nestjs/common';

import { BlobsModule } from '../blobs/blobs.module';
import { PrismaModule } from '../database/prisma.module';
import { AdoptArtifacts } from './adopt-artifacts';
import { ArtifactController } from './artifact.controller';
import { ArtifactMetrics } from './artifact.metrics';
import { ArtifactRepository } from './artifact.repository';
import { ReadArtifacts } from './read-artifacts';
import { StoreArtifact } from './store-artifact';
import { VersionStore } from './version-store';

@Module({
  imports: [BlobsModule, PrismaModule],
  controllers: [ArtifactController],
  providers: [AdoptArtifacts, ArtifactMetrics, ArtifactRepository, ReadArtifacts, StoreArtifact, VersionStore],
  exports: [ArtifactMetrics, ArtifactRepository, BlobsModule, ReadArtifacts],
})
export class ArtifactsModule {}
