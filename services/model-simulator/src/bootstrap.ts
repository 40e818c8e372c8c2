import type { BootstrapOptions, RunningService } from '@botarmy/chassis';
import { loadConfig, startService } from '@botarmy/chassis';

import { AppModule } from './app.module';
import { SimulatorConfig } from './config';

const BODY_LIMIT_BYTES = 2 * 1024 * 1024;

/** Starts the model simulator; resolves when it listens. */
export function bootstrap({ environment, ...options }: BootstrapOptions): Promise<RunningService> {
  return startService({
    name: 'model-simulator',
    module: AppModule,
    config: loadConfig(SimulatorConfig, environment),
    bodyLimitBytes: BODY_LIMIT_BYTES,
    ...options,
  });
}
