import { Module } from '@nestjs/common';

import { AskingModule } from '../asking/asking.module';
import { ProvidersModule } from '../providers/providers.module';
import { RoutesModule } from '../routes/routes.module';
import { StatusController } from './status.controller';

@Module({ imports: [AskingModule, ProvidersModule, RoutesModule], controllers: [StatusController] })
export class StatusModule {}
