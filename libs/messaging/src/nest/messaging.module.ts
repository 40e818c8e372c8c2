import { Global, Module, Optional } from '@nestjs/common';
import type { DynamicModule, OnApplicationBootstrap, Provider } from '@nestjs/common';

import {
  Clock,
  Database,
  HealthRegistry,
  Logger,
  MetricsRegistry,
  ServiceConfig,
  ShutdownHooks,
  shutdownOrder,
} from '@botarmy/chassis';
import { DEAD_LETTER_SERVICES } from '@botarmy/contracts';
import type { ServiceName } from '@botarmy/contracts';

import { Asker } from '../ask/asker';
import { Broker } from '../connection/broker';
import { DatabaseDeadLetterStore } from '../consume/database-dead-letter-store';
import { MessagingMetrics } from '../messaging.metrics';
import { OutboxRelay } from '../outbox/outbox-relay';
import { startPruneLoop } from '../outbox/prune-loop';
import { Publisher } from '../publish/publisher';
import { StreamClient } from '../stream/stream-client';
import { StreamServer } from '../stream/stream-server';
import { deadLetterController } from './answer-dead-letters';
import { DEAD_LETTER_REPLAY, DEAD_LETTER_STORE } from './dead-letter-store.token';

const connectionParts: Provider[] = [
  {
    provide: MessagingMetrics,
    inject: [MetricsRegistry],
    useFactory: (metrics: MetricsRegistry) => new MessagingMetrics(metrics),
  },
  { provide: Publisher, inject: [Broker], useFactory: (broker: Broker) => new Publisher(broker) },
  {
    provide: Asker,
    inject: [Broker, Clock, MessagingMetrics],
    useFactory: (broker: Broker, clock: Clock, metrics: MessagingMetrics) => new Asker(broker, clock, metrics),
  },
  {
    provide: StreamClient,
    inject: [Broker, Clock],
    useFactory: (broker: Broker, clock: Clock) => new StreamClient(broker, clock),
  },
  { provide: StreamServer, inject: [Broker, Clock, Logger, ShutdownHooks], useFactory: createStreamServer },
];

const storingParts: Provider[] = [
  {
    provide: OutboxRelay,
    inject: [Database, Publisher, Clock, Logger, MetricsRegistry, ShutdownHooks],
    useFactory: createRelay,
  },
  {
    provide: DatabaseDeadLetterStore,
    inject: [Database],
    useFactory: (database: Database) => new DatabaseDeadLetterStore(database),
  },
  { provide: DEAD_LETTER_STORE, useExisting: DatabaseDeadLetterStore },
  { provide: DEAD_LETTER_REPLAY, useFactory: () => ({}) },
];

/** Everything a service needs to talk to the others; imported once by its app module. */
@Global()
@Module({})
export class MessagingModule implements OnApplicationBootstrap {
  constructor(@Optional() private readonly relay?: OutboxRelay) {}

  /** What waits is relayed as soon as every part of the service is there that may know what a row stands for. */
  onApplicationBootstrap(): void {
    this.relay?.start();
  }

  /** @param options.stores False for services without a database: no outbox relay, no dead-letter tables. */
  static forService(options: { service: ServiceName; stores: boolean }): DynamicModule {
    const broker: Provider = {
      provide: Broker,
      inject: [ServiceConfig, Logger, HealthRegistry, ShutdownHooks],
      useFactory: (config: ServiceConfig, logger: Logger, health: HealthRegistry, shutdown: ShutdownHooks) =>
        openBroker(options.service, config, logger, health, shutdown),
    };
    const providers = [broker, ...connectionParts, ...(options.stores ? storingParts : [])];
    const keepsDeadLetters = DEAD_LETTER_SERVICES.find((name) => name === options.service);
    const controllers =
      options.stores && keepsDeadLetters !== undefined ? [deadLetterController(keepsDeadLetters)] : [];
    return { module: MessagingModule, providers, controllers, exports: providers };
  }
}

async function openBroker(
  service: ServiceName,
  config: ServiceConfig,
  logger: Logger,
  health: HealthRegistry,
  shutdown: ShutdownHooks,
): Promise<Broker> {
  if (config.NATS_URL === undefined)
    throw new Error('NATS_URL is missing: set it to the broker, e.g. nats://127.0.0.1:4222.');
  const broker = await Broker.connect({ service, url: config.NATS_URL, nkeySeed: config.NATS_NKEY_SEED }, logger);
  health.register('broker', () => {
    if (!broker.isConnected) throw new Error('the broker is not connected');
  });
  shutdown.register('broker', shutdownOrder.messaging, () => broker.close());
  return broker;
}

function createRelay(
  database: Database,
  publisher: Publisher,
  clock: Clock,
  logger: Logger,
  metrics: MetricsRegistry,
  shutdown: ShutdownHooks,
): OutboxRelay {
  const relay = new OutboxRelay(database, publisher, clock, logger, metrics);
  // After the transports: what the last answers committed still leaves.
  shutdown.register('outbox-relay', shutdownOrder.transport + 50, () => relay.stop());
  const pruning = startPruneLoop(database, clock, logger);
  shutdown.register('messaging-prune', shutdownOrder.intake, () => pruning.stop());
  return relay;
}

function createStreamServer(broker: Broker, clock: Clock, logger: Logger, shutdown: ShutdownHooks): StreamServer {
  const server = new StreamServer(broker, clock, logger);
  shutdown.register('streams', shutdownOrder.intake, () => server.stop());
  return server;
}
