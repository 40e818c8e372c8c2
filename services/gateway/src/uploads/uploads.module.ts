import { Module } from '@nestjs/common';

import { ReceiveFile } from './receive-file';
import { UploadsController } from './uploads.controller';

@Module({ controllers: [UploadsController], providers: [ReceiveFile] })
export class UploadsModule {}
