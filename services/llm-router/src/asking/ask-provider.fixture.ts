import { SystemClock } from '@botarmy/chassis';
import type { Logger, MetricsRegistry } from '@botarmy/chassis';

import type { RouterConfig } from '../config';
import { ModelHealth } from '../health/model-health';
import { ConnectionPool } from '../providers/transport/connection-pool';
import { AskProvider } from './ask-provider';
import { ProviderWindow } from './provider-window';
import { ProviderMetrics } from './provider.metrics';

/** An asker without the service around it. */
export function createAsker(config: RouterConfig, metrics: MetricsRegistry, logger: Logger): AskProvider {
  const clock = new SystemClock();
  const health = new ModelHealth(clock, config);
  const connections = new ConnectionPool(clock);
  return new AskProvider(
    config,
    clock,
    new ProviderMetrics(metrics),
    new ProviderWindow(),
    health,
    connections,
    logger,
  );
}
