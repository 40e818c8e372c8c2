import { loadConfig, startService } from '@botarmy/chassis';
import type { BootstrapOptions, RunningService } from '@botarmy/chassis';
import { attachMessaging } from '@botarmy/messaging';

import { AppModule } from './app.module';
import { NotifierConfig } from './config';

/** Starts notifier; resolves when it listens. */
export function bootstrap({ environment, ...options }: BootstrapOptions): Promise<RunningService> {
  return startService({
    name: 'notifier',
    module: AppModule,
    config: loadConfig(NotifierConfig, environment),
    ...options,
    configure: async (app, runtime) => void (await attachMessaging(app, runtime)),
  });
}
