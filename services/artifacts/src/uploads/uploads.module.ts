import { Module } from '@nestjs/common';

import { Clock } from '@botarmy/chassis';
import { ConfigurationInForceModule } from '@botarmy/messaging';

import { ArtifactsModule } from '../artifacts/artifacts.module';
import { ArtifactsConfig } from '../config';
import { PrismaModule } from '../database/prisma.module';
import { ReadUploads } from './read-uploads';
import { ReceiveUploads } from './receive-uploads';
import { ScanLoop } from './scan-loop';
import { ScanUploads } from './scan-uploads';
import { ClamdScanner } from './scanner/clamd-scanner';
import { NoScanner, Scanner } from './scanner/scanner';
import { TextExtractor } from './text/extract-text';
import { UploadBytes } from './upload-bytes';
import { UploadRules } from './upload-rules';
import { UploadStore } from './upload-store';
import { UploadController } from './upload.controller';
import { UploadMetrics } from './upload.metrics';
import { UploadRepository } from './upload.repository';

@Module({
  imports: [ArtifactsModule, ConfigurationInForceModule, PrismaModule],
  controllers: [UploadController],
  providers: [
    ReadUploads,
    ReceiveUploads,
    ScanLoop,
    ScanUploads,
    UploadBytes,
    UploadMetrics,
    UploadRepository,
    UploadRules,
    UploadStore,
    { provide: Scanner, inject: [ArtifactsConfig, Clock], useFactory: scannerOf },
    {
      provide: TextExtractor,
      inject: [Clock, ArtifactsConfig],
      useFactory: (clock: Clock, config: ArtifactsConfig) => new TextExtractor(clock, config.UPLOAD_TEXT_TIMEOUT_MS),
    },
  ],
  exports: [UploadRepository],
})
export class UploadsModule {}

function scannerOf({ CLAMD_ADDRESS: address, CLAMD_TIMEOUT_MS: deadlineMs }: ArtifactsConfig, clock: Clock): Scanner {
  return address === undefined || address === '' ? new NoScanner() : new ClamdScanner({ address, deadlineMs }, clock);
}
