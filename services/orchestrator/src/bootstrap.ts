import { loadConfig, startService } from '@botarmy/chassis';
import type { BootstrapOptions, RunningService } from '@botarmy/chassis';
import { attachMessaging } from '@botarmy/messaging';

import { ResourceRulesBook } from './admission/resource-rules-book';
import { AppModule } from './app.module';
import { ProcessCatalogue } from './catalogue/process-catalogue';
import { OrchestratorConfig } from './config';
import { RunCounter } from './estimate/run-counter';
import { Reconciler } from './reconciler/reconciler';
import { RulesNews } from './resource-rules/rules-news';
import { UsedUpTasks } from './resource-rules/used-up-tasks';
import { Retention } from './retention/retention';
import { startTopology } from './start-topology';
import { WhatIfRuns } from './what-if/what-if-runs';

const CONCURRENCY = 64;

/** Starts the orchestrator; resolves when its definitions are loaded, the broker is provisioned and it handles messages. */
export function bootstrap({ environment, ...options }: BootstrapOptions): Promise<RunningService> {
  return startService({
    name: 'orchestrator',
    module: AppModule,
    config: loadConfig(OrchestratorConfig, environment),
    ...options,
    configure: async (app, runtime) => {
      await app.get(ProcessCatalogue).load();
      await app.get(ResourceRulesBook).load();
      app.get(RulesNews).start();
      await startTopology(app, runtime);
      await attachMessaging(app, runtime, { concurrency: CONCURRENCY });
      await app.get(UsedUpTasks).lookAgain();
      app.get(Reconciler).start();
      app.get(Retention).start();
      app.get(RunCounter).start();
      app.get(WhatIfRuns).start();
    },
  });
}
