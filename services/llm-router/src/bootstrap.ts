import { loadConfig, startService } from '@botarmy/chassis';
import type { BootstrapOptions, RunningService } from '@botarmy/chassis';
import { attachMessaging } from '@botarmy/messaging';

import { AppModule } from './app.module';
import { RouterConfig } from './config';

/** Starts the router; resolves when it answers model calls. */
export function bootstrap({ environment, ...options }: BootstrapOptions): Promise<RunningService> {
  return startService({
    name: 'llm-router',
    module: AppModule,
    config: loadConfig(RouterConfig, environment),
    ...options,
    configure: async (app, runtime) => {
      await attachMessaging(app, runtime);
    },
  });
}
