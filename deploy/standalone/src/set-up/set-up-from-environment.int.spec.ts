import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { Client } from 'pg';

import type { PlatformBroker, TestDatabase } from '@botarmy/testing';
import { createPlatformBroker, createTestDatabase } from '@botarmy/testing';

import { findCheckout } from '../checkout';
import { provisionSchemas } from './provision-schemas';
import { setUpFromEnvironment } from './set-up-from-environment';
import { fingerprintOf, isMarked, putMark } from './set-up-mark';

describe('the set-up of a deployment', () => {
  // Roles belong to the whole server, which other suites share: these have names of their own.
  const suffix = randomBytes(4).toString('hex');
  const lines: string[] = [];
  let database: TestDatabase;
  let broker: PlatformBroker;
  let ownerUrl: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    broker = await createPlatformBroker();
    ownerUrl = urlOf(`setup_${suffix}`);
  });
  afterAll(async () => {
    await database.query(`DROP DATABASE IF EXISTS "setup_${suffix}" WITH (FORCE)`);
    for (const role of ['hitl', 'notifier']) await database.query(`DROP ROLE IF EXISTS "setup_${role}_${suffix}"`);
    await database.drop();
    await broker.stop();
  });
  beforeEach(() => lines.splice(0));

  function urlOf(name: string, service?: string): string {
    const url = new URL(database.url);
    url.pathname = `/${name}`;
    if (service !== undefined) {
      url.username = `setup_${service}_${suffix}`;
      url.password = `password-${service}`;
    }
    return url.href;
  }
  const environment = (changes: Record<string, string> = {}): Record<string, string> => ({
    DATABASE_URL: ownerUrl,
    HITL_DATABASE_URL: urlOf(`setup_${suffix}`, 'hitl'),
    NOTIFIER_DATABASE_URL: `${urlOf(`setup_${suffix}`, 'notifier')}?schema=notifier`,
    ...broker.environmentOf('orchestrator'),
    ...changes,
  });
  const setUp = (changes: Record<string, string> = {}) =>
    setUpFromEnvironment(environment(changes), (line) => void lines.push(line));
  const migrationsIn = (folder: string): number =>
    readdirSync(join(findCheckout(), folder, 'prisma/migrations'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    ).length;
  const query = async (url: string, sql: string): Promise<unknown[]> => {
    const client = new Client({ connectionString: url.replace('?schema=notifier', '') });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  it('makes database, schemas, roles and migrations, streams and durables, and nothing the second time', async () => {
    await setUp();
    // Messaging's migrations in both schemas; the notifier has none of its own.
    const migrations = 2 * migrationsIn('libs/messaging') + migrationsIn('services/hitl');
    expect(lines[0]).toBe(`database: 2 schemas, ${migrations} migrations applied`);
    expect(lines[1]).toMatch(
      /^broker: \d+ streams and durables created, pools analyst, architect, deployer, developer, integrations, tester$/,
    );
    await setUp();
    expect(lines.slice(2)).toEqual([
      'database: 2 schemas, 0 migrations applied',
      expect.stringMatching(/^broker: 0 streams and durables created/),
    ]);
    const rows = await query(urlOf(`setup_${suffix}`, 'hitl'), 'SELECT count(*)::int AS count FROM hitl.hitl_request');
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('keeps a service out of the schema of another', async () => {
    await expect(query(urlOf(`setup_${suffix}`, 'notifier'), 'SELECT 1 FROM hitl.hitl_request')).rejects.toThrow(
      'permission denied',
    );
  });

  it('gives a role the new password when its URL has one', async () => {
    const changed = urlOf(`setup_${suffix}`, 'hitl').replace('password-hitl', 'another-password');
    await setUp({ HITL_DATABASE_URL: changed });
    expect(await query(changed, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('names every variable that is missing', async () => {
    await expect(setUpFromEnvironment({ NATS_URL: 'nats://x' }, () => undefined)).rejects.toThrow(
      'Set-up needs these variables: DATABASE_URL, NATS_NKEY_SEED, <SERVICE>_DATABASE_URL of at least one service.',
    );
  });

  it.each([
    ['another database', (url: string) => url.replace(/\/setup_\w+$/, '/other'), 'All services share one database'],
    ['no password', (url: string) => url.replace(':password-hitl', ''), 'needs a user of its own with a password'],
  ])('refuses a service with %s', async (_name, change, message) => {
    await expect(setUp({ HITL_DATABASE_URL: change(urlOf(`setup_${suffix}`, 'hitl')) })).rejects.toThrow(message);
  });

  it('says which server cannot be reached, without its credentials', async () => {
    const nowhere = 'postgresql://owner:canary@127.0.0.1:1/botarmy';
    const failure = await setUp({ DATABASE_URL: nowhere }).catch((error: Error) => error.message);
    expect(failure).toMatch(
      /^PostgreSQL at 127\.0\.0\.1:1\/botarmy cannot be opened with DATABASE_URL: .*ECONNREFUSED/,
    );
    expect(failure).not.toContain('canary');
    await expect(setUp({ NATS_URL: 'nats://user:canary@127.0.0.1:1' })).rejects.toThrow(
      'NATS at nats://127.0.0.1:1 cannot be reached',
    );
  });

  it('is remembered by a database of our own until a migration, a password or a schema differs', async () => {
    const databases = new Map([['notifier', `${urlOf(`setup_${suffix}`, 'notifier')}?schema=notifier`]] as const);
    const mark = fingerprintOf(databases);
    expect(await isMarked(ownerUrl, databases, mark)).toBe(false);
    await provisionSchemas(ownerUrl, databases);
    await putMark(ownerUrl, mark);
    expect(await isMarked(ownerUrl, databases, mark)).toBe(true);
    const changed = new Map([...databases].map(([name, url]) => [name, url.replace('password-', 'other-')] as const));
    expect(fingerprintOf(changed)).not.toBe(mark);
    await query(ownerUrl, 'DROP SCHEMA notifier CASCADE');
    expect(await isMarked(ownerUrl, databases, mark)).toBe(false);
    expect(await isMarked(urlOf('nowhere'), databases, mark)).toBe(false);
  });
});
