import { loadConfig, startService } from '@botarmy/chassis';
import type { BootstrapOptions, RunningService } from '@botarmy/chassis';
import { attachMessaging } from '@botarmy/messaging';

import { AppModule } from './app.module';
import { HitlConfig } from './config';

/** Starts hitl; resolves when it listens and takes messages and questions. */
export async function bootstrap({ environment, ...host }: BootstrapOptions): Promise<RunningService> {
  return startService({
    name: 'hitl',
    module: AppModule,
    config: loadConfig(HitlConfig, environment),
    ...host,
    configure: async (app, runtime) => {
      await attachMessaging(app, runtime);
    },
  });
}
