import { loadConfig, startService } from '@botarmy/chassis';
import type { BootstrapOptions, RunningService } from '@botarmy/chassis';
import { attachMessaging } from '@botarmy/messaging';

import { AppModule } from './app.module';
import { IdentityConfig } from './config';
import { FirstRun } from './first-run/first-run';

/** Starts identity; resolves when it listens and its first users exist. */
export function bootstrap({ environment, ...options }: BootstrapOptions): Promise<RunningService> {
  return startService({
    name: 'identity',
    module: AppModule,
    config: loadConfig(IdentityConfig, environment),
    ...options,
    configure: async (app, runtime) => {
      await app.get(FirstRun).ensureUsers();
      await attachMessaging(app, runtime);
    },
  });
}
