import { join } from 'node:path';

import type { Environment, RunningService } from '@botarmy/chassis';
import { createLogger, MetricsRegistry, SystemClock } from '@botarmy/chassis';
import type { Caller } from '@botarmy/contracts';
import { DEFAULT_TENANT_ID } from '@botarmy/contracts';
import { Asker, Broker, MessagingMetrics } from '@botarmy/messaging';
import { createPlatformBroker, createServiceDatabase } from '@botarmy/testing';
import type { PlatformBroker, ServiceDatabase } from '@botarmy/testing';

import { bootstrap } from './bootstrap';

export const ADMIN_PASSWORD = 'correct horse battery staple';
export const DEMO_PASSWORD = 'demo password of the tests';

/** On whose behalf the gateway asks before anybody is signed in. */
export const ANONYMOUS: Caller = {
  tenant_id: DEFAULT_TENANT_ID,
  user_id: 'anonymous',
  user_name: 'anonymous',
  role: 'viewer',
  request_id: 'req_test',
};

/** Identity on a real database and broker, and a gateway's way of asking it. */
export interface IdentityRig {
  readonly broker: PlatformBroker;
  readonly database: ServiceDatabase;
  readonly gateway: Broker;
  readonly asker: Asker;
  start(environment?: Environment): Promise<RunningService>;
  stop(): Promise<void>;
}

export async function createIdentityRig(): Promise<IdentityRig> {
  const [broker, database] = await Promise.all([
    createPlatformBroker(),
    createServiceDatabase('identity', join(__dirname, '../prisma/migrations')),
  ]);
  const { NATS_URL, NATS_NKEY_SEED } = broker.environmentOf('gateway');
  const logger = createLogger({ level: 'silent' });
  const gateway = await Broker.connect({ service: 'gateway', url: NATS_URL, nkeySeed: NATS_NKEY_SEED }, logger);
  const started: RunningService[] = [];
  return {
    broker,
    database,
    gateway,
    asker: new Asker(gateway, new SystemClock(), new MessagingMetrics(new MetricsRegistry())),
    start: async (environment = {}) => {
      const service = await bootstrap({
        environment: {
          ...broker.environmentOf('identity'),
          DATABASE_URL: database.serviceUrl,
          LOG_LEVEL: 'silent',
          FIRST_ADMIN_PASSWORD: ADMIN_PASSWORD,
          ...environment,
        },
      });
      started.push(service);
      return service;
    },
    stop: async () => {
      await Promise.all(started.map((service) => service.close()));
      await gateway.close();
      await Promise.all([broker.stop(), database.drop()]);
    },
  };
}
