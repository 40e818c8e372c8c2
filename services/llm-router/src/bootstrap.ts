import { loadConfig, startService } from '@botarmy/chassis';
import type { BootstrapOptions, RunningService } from '@botarmy/chassis';
import { attachMessaging } from '@botarmy/messaging';

import { AppModule } from './app.module';
import { RouterConfig } from './config';
import { readMountedSecrets } from './keys/provider/installation-secrets';

/** Starts the router; resolves when it answers model calls. */
export function bootstrap({ environment, ...options }: BootstrapOptions): Promise<RunningService> {
  return startService({
    name: 'llm-router',
    module: AppModule,
    config: loadConfig(RouterConfig, { ...environment, ...readMountedSecrets(environment['SECRETS_DIRECTORY']) }),
    ...options,
    configure: async (app, runtime) => {
      await attachMessaging(app, runtime);
    },
  });
}
