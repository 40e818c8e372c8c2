import { loadConfig, startService } from '@botarmy/chassis';
import type { BootstrapOptions, RunningService } from '@botarmy/chassis';
import { attachMessaging } from '@botarmy/messaging';

import { AppModule } from './app.module';
import { InsightsConfig } from './config';

/** Events in hand at once: more than one commit takes, so that the next batch gathers while one is written. */
const CONCURRENCY = 256;

/** Starts insights; resolves when it listens. */
export function bootstrap({ environment, ...options }: BootstrapOptions): Promise<RunningService> {
  return startService({
    name: 'insights',
    module: AppModule,
    config: loadConfig(InsightsConfig, environment),
    ...options,
    configure: async (app, runtime) => void (await attachMessaging(app, runtime, { concurrency: CONCURRENCY })),
  });
}
