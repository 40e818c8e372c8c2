import { loadConfig, startService } from '@botarmy/chassis';
import type { BootstrapOptions, RunningService } from '@botarmy/chassis';
import { attachMessaging } from '@botarmy/messaging';

import { AppModule } from './app.module';
import { RunnerConfig } from './config';

/** Starts a runner for the configured pools; resolves when it takes tasks. */
export function bootstrap({ environment, ...options }: BootstrapOptions): Promise<RunningService> {
  const config = loadConfig(RunnerConfig, environment);
  return startService({
    name: 'agent-runner',
    module: AppModule,
    config,
    ...options,
    configure: async (app, runtime) => {
      await attachMessaging(app, runtime, { pools: config.AGENT_POOLS, concurrency: config.RUNNER_CONCURRENCY });
    },
  });
}
