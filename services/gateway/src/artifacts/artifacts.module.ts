import { Module } from '@nestjs/common';

import { ArtifactSearchController } from './artifact-search.controller';
import { ArtifactsController } from './artifacts.controller';
import { StaleMarks } from './stale-marks';
import { ZipArtifacts } from './zip-artifacts';

@Module({
  controllers: [ArtifactSearchController, ArtifactsController],
  providers: [StaleMarks, ZipArtifacts],
  exports: [StaleMarks],
})
export class ArtifactsModule {}
