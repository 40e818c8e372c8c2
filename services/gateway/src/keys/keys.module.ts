import { Module } from '@nestjs/common';

import { ConfigController } from './config.controller';
import { ProviderKeysController } from './provider-keys.controller';
import { VirtualKeysController } from './virtual-keys.controller';

@Module({ controllers: [ConfigController, ProviderKeysController, VirtualKeysController] })
export class KeysModule {}
