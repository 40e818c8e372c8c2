import { Module } from '@nestjs/common';

import { PrismaModule } from '../../database/prisma.module';
import { VirtualKeyStore } from './virtual-key-store';
import { VirtualKeyRepository } from './virtual-key.repository';
import { VirtualKeysController } from './virtual-keys.controller';

@Module({
  imports: [PrismaModule],
  controllers: [VirtualKeysController],
  providers: [VirtualKeyRepository, VirtualKeyStore],
})
export class VirtualKeysModule {}
