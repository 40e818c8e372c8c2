import { loadConfig, startService } from '@botarmy/chassis';
import type { BootstrapOptions, RunningService } from '@botarmy/chassis';

import { AppModule } from './app.module';
import { GatewayConfig } from './config';
import { configureGateway } from './configure-gateway';

/** Starts the gateway; resolves when it listens. */
export function bootstrap({ environment, ...options }: BootstrapOptions): Promise<RunningService> {
  const config = loadConfig(GatewayConfig, environment);
  return startService({
    name: 'gateway',
    module: AppModule,
    config,
    ...(config.TRUSTED_PROXIES.length > 0 ? { trustProxy: config.TRUSTED_PROXIES } : {}),
    ...options,
    configure: (app) => configureGateway(app, config),
  });
}
