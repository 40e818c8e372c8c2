import { Module } from '@nestjs/common';

import { PricesModule } from '../prices/prices.module';
import { RoutesModule } from '../routes/routes.module';
import { ExplainRoute } from './explain-route';
import { ExplainController } from './explain.controller';

@Module({ imports: [PricesModule, RoutesModule], controllers: [ExplainController], providers: [ExplainRoute] })
export class ExplainModule {}
