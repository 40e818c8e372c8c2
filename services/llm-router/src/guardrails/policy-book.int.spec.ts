import { join } from 'node:path';

import { createLogger, Database, MetricsRegistry } from '@botarmy/chassis';
import { createId } from '@botarmy/contracts';
import { createServiceDatabase, FakeClock, waitFor } from '@botarmy/testing';
import type { ServiceDatabase } from '@botarmy/testing';

import { DEFAULT_POLICY } from './policy';
import { PolicyBook } from './policy-book';

describe('the policies of a tenant', () => {
  const clock = new FakeClock();
  let service: ServiceDatabase;
  let database: Database;
  let own: PolicyBook;
  let other: PolicyBook;

  beforeAll(async () => {
    service = await createServiceDatabase('llm-router', join(__dirname, '../../prisma/migrations'));
    const observers = { logger: createLogger({ level: 'silent' }), metrics: new MetricsRegistry() };
    database = new Database({ name: 'llm-router', connectionString: service.serviceUrl, poolSize: 2 }, observers);
    own = new PolicyBook(database, clock);
    other = new PolicyBook(database, clock);
  });
  afterAll(async () => {
    await database.close();
    await service.drop();
  });

  const limitOf = async (book: PolicyBook, tenant: string, route = 'default'): Promise<number | undefined> =>
    (await book.policyOf(tenant, route)).policy.maxOutputTokens;
  const set = (tenant: string, route: string, maxOutputTokens: number) =>
    own.set(tenant, route, { ...DEFAULT_POLICY, maxOutputTokens }, undefined, 'usr_a');

  it('hold by route, the one for every other route behind them', async () => {
    const tenant = createId('ten');
    await set(tenant, '*', 10);
    await set(tenant, 'cheap', 20);
    expect([await limitOf(own, tenant), await limitOf(own, tenant, 'cheap')]).toEqual([10, 20]);
    expect(await limitOf(own, createId('ten'))).toBeUndefined();
    expect([await own.remove(tenant, 'cheap'), await own.remove(tenant, 'cheap')]).toEqual([true, false]);
    expect(await limitOf(own, tenant, 'cheap')).toBe(10);
  });

  it('are followed at once where they were changed, and by other replicas within two seconds', async () => {
    const tenant = createId('ten');
    expect([await limitOf(own, tenant), await limitOf(other, tenant)]).toEqual([undefined, undefined]);
    await set(tenant, '*', 10);
    expect([await limitOf(own, tenant), await limitOf(other, tenant)]).toEqual([10, undefined]);
    await clock.advance(2_000);
    expect(await limitOf(other, tenant)).toBe(10);
  });

  it('are read again before they are too old, without anybody waiting for it', async () => {
    const tenant = createId('ten');
    await limitOf(other, tenant);
    await set(tenant, '*', 10);
    await clock.advance(1_000);
    expect(await limitOf(other, tenant)).toBeUndefined();
    await waitFor(async () => (await limitOf(other, tenant)) === 10, {
      describe: 'the policy that was read meanwhile',
    });
  });
});
