import { join } from 'node:path';

import { createLogger, Database, MetricsRegistry } from '@botarmy/chassis';
import { createServiceDatabase } from '@botarmy/testing';
import type { ServiceDatabase } from '@botarmy/testing';

import { storeContract } from './store-contract.fixture';
import type { ContractedDatabase } from './store-contract.fixture';

describe('PostgreSQL with the orchestrator’s schema', () => {
  let server: ServiceDatabase;
  let database: Database;

  storeContract(async () => {
    server = await createServiceDatabase('orchestrator', join(__dirname, '../../../prisma/migrations'));
    const observers = { logger: createLogger({ level: 'silent' }), metrics: new MetricsRegistry() };
    database = new Database({ name: 'orchestrator', connectionString: server.serviceUrl }, observers);
    return database as unknown as ContractedDatabase;
  });

  afterAll(async () => {
    await database?.close();
    await server?.drop();
  });
});
