import { Module } from '@nestjs/common';

import { Logger } from '@botarmy/chassis';
import { ConfigurationInForceModule } from '@botarmy/messaging';

import { RouterConfig } from '../config';
import { HealthModule } from '../health/health.module';
import { ProviderSet } from '../providers/provider-set';
import { ProvidersModule } from '../providers/providers.module';
import { ChooseRoute } from './choose-route';
import { readRoutes } from './read-routes';
import { RouteBook } from './route-book';

@Module({
  imports: [ConfigurationInForceModule, HealthModule, ProvidersModule],
  providers: [
    ChooseRoute,
    {
      provide: RouteBook,
      inject: [RouterConfig, ProviderSet, Logger],
      useFactory: (config: RouterConfig, providers: ProviderSet, logger: Logger) => {
        const book = new RouteBook(readRoutes(config.MODEL_ROUTES_FILE, providers.knownIds), providers.configured);
        const unserved = book.unserved();
        if (unserved.length > 0) logger.warn({ routes: unserved }, 'routes without a configured provider');
        return book;
      },
    },
  ],
  exports: [ChooseRoute, RouteBook],
})
export class RoutesModule {}
