import { Module } from '@nestjs/common';

import { Logger } from '@botarmy/chassis';

import { RouterConfig } from '../config';
import { compatibleProviders } from './compatible';
import { ProviderSet } from './provider-set';
import { PROVIDERS } from './registry';
import { ConnectionPool } from './transport/connection-pool';

@Module({
  providers: [
    ConnectionPool,
    {
      provide: ProviderSet,
      inject: [RouterConfig, Logger],
      useFactory: (config: RouterConfig, logger: Logger) => {
        const definitions = [...PROVIDERS, ...compatibleProviders(config, PROVIDERS)];
        const providers = ProviderSet.connect(config, definitions);
        const fields = { providers: [...providers.configured.keys()], simulated: providers.isSimulated };
        logger.info(fields, 'providers configured');
        return providers;
      },
    },
  ],
  exports: [ConnectionPool, ProviderSet],
})
export class ProvidersModule {}
