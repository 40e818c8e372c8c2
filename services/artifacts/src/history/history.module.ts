import { Module } from '@nestjs/common';

import { ArtifactsModule } from '../artifacts/artifacts.module';
import { ArtifactHistory } from './artifact-history';
import { HistoryController } from './history.controller';

@Module({ imports: [ArtifactsModule], controllers: [HistoryController], providers: [ArtifactHistory] })
export class HistoryModule {}
