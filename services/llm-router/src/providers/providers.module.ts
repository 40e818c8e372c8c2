import { Module } from '@nestjs/common';

import { Logger } from '@botarmy/chassis';

import { RouterConfig } from '../config';
import { ProviderSet } from './provider-set';
import { PROVIDERS } from './registry';

@Module({
  providers: [
    {
      provide: ProviderSet,
      inject: [RouterConfig, Logger],
      useFactory: (config: RouterConfig, logger: Logger) => {
        const providers = ProviderSet.connect(config, PROVIDERS);
        const fields = { providers: [...providers.configured.keys()], simulated: providers.isSimulated };
        logger.info(fields, 'providers configured');
        return providers;
      },
    },
  ],
  exports: [ProviderSet],
})
export class ProvidersModule {}
