import { Module } from '@nestjs/common';

import { ArtifactsModule } from '../artifacts/artifacts.module';
import { UploadsModule } from '../uploads/uploads.module';
import { OrphanLoop } from './orphan-loop';
import { OrphanSweep } from './orphan-sweep';
import { OrphanMetrics } from './orphan.metrics';

@Module({ imports: [ArtifactsModule, UploadsModule], providers: [OrphanLoop, OrphanMetrics, OrphanSweep] })
export class OrphansModule {}
