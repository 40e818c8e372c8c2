import { Module } from '@nestjs/common';

import { RoutesModule } from '../routes/routes.module';
import { ModelsController } from './models.controller';

@Module({ imports: [RoutesModule], controllers: [ModelsController] })
export class DoorModule {}
