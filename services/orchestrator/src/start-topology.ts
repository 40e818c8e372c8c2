import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import type { ServiceRuntime } from '@botarmy/chassis';
import { shutdownOrder } from '@botarmy/chassis';
import { agentPoolConsumer, CONSUMERS } from '@botarmy/contracts';
import type { ConsumerDeclaration } from '@botarmy/contracts';
import { Broker, TopologyKeeper } from '@botarmy/messaging';

import { ProcessCatalogue } from './catalogue/process-catalogue';
import { OrchestratorConfig } from './config';
import { Reconciler } from './reconciler/reconciler';

/** Creates streams and durables and keeps them; a broker that lost its store is filled again from PostgreSQL. */
export async function startTopology(app: NestFastifyApplication, runtime: ServiceRuntime): Promise<void> {
  const config = app.get(OrchestratorConfig);
  const reconciler = app.get(Reconciler);
  const pools = app.get(ProcessCatalogue).pools();
  const keeper = new TopologyKeeper(app.get(Broker), runtime.clock, runtime.logger, {
    consumers: [...CONSUMERS, ...pools.map((pool) => agentPoolConsumer(pool) as ConsumerDeclaration)],
    replicas: config.STREAM_REPLICAS,
    intervalMs: config.TOPOLOGY_INTERVAL_MS,
    onRepaired: () => {
      reconciler.republishEverything().catch((err: unknown) => {
        runtime.logger.warn(
          { err },
          'outstanding work could not be published again; each piece follows when it is due',
        );
      });
    },
  });
  await keeper.start();
  runtime.shutdown.register('topology', shutdownOrder.intake, () => keeper.stop());
}
