import { loadConfig, startService } from '@botarmy/chassis';
import type { BootstrapOptions, RunningService } from '@botarmy/chassis';
import { attachMessaging } from '@botarmy/messaging';

import { AppModule } from './app.module';
import { ArtifactsConfig } from './config';

/** Starts artifacts; resolves when it listens. */
export function bootstrap({ environment, ...options }: BootstrapOptions): Promise<RunningService> {
  return startService({
    name: 'artifacts',
    module: AppModule,
    config: loadConfig(ArtifactsConfig, environment),
    ...options,
    configure: async (app, runtime) => void (await attachMessaging(app, runtime)),
  });
}
