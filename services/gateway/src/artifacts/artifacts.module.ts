import { Module } from '@nestjs/common';

import { ArtifactSearchController } from './artifact-search.controller';
import { ArtifactsController } from './artifacts.controller';
import { ZipArtifacts } from './zip-artifacts';

@Module({ controllers: [ArtifactSearchController, ArtifactsController], providers: [ZipArtifacts] })
export class ArtifactsModule {}
