import { Module } from '@nestjs/common';

import { PlatformStatus } from './platform-status';
import { SystemController } from './system.controller';

@Module({ controllers: [SystemController], providers: [PlatformStatus], exports: [PlatformStatus] })
export class SystemModule {}
