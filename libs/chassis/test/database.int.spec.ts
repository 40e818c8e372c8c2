import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Client } from 'pg';

import type { PostgresServer } from '@botarmy/embedded-infrastructure';
import { startPostgres } from '@botarmy/embedded-infrastructure';

import { ChassisModule } from '../src/bootstrap/chassis.module';
import { startService } from '../src/bootstrap/start-service';
import { SystemClock } from '../src/clock/system-clock';
import { loadConfig } from '../src/config/load-config';
import { ServiceConfig } from '../src/config/service-config';
import { Database } from '../src/database/database';
import { inTenant } from '../src/database/in-tenant';
import { prismaAdapter } from '../src/database/prisma-adapter';
import type { MigrationOptions } from '../src/database/run-migrations';
import { runMigrations } from '../src/database/run-migrations';
import { isRetryableDatabaseError } from '../src/errors/database-errors';
import { HealthRegistry } from '../src/health/health-registry';
import { createLogger } from '../src/logging/create-logger';
import { MetricsRegistry } from '../src/metrics/metrics-registry';
import { ShutdownHooks } from '../src/shutdown/shutdown-hooks';

@Module({})
class EmptyModule {}

const silent = createLogger({ level: 'silent' });
const committed = join(__dirname, 'migrations');

describe('the database of a service', () => {
  let folder: string;
  let server: PostgresServer;
  let metrics: MetricsRegistry;
  let database: Database;

  function migration(changes: Partial<MigrationOptions> = {}): MigrationOptions {
    return {
      connectionString: server.url,
      schema: 'notes',
      role: 'botarmy_notes',
      rolePassword: "it's long",
      directory: committed,
      ...changes,
    };
  }

  function urlOf(user: string, password: string): string {
    const url = new URL(server.url);
    url.username = user;
    url.password = encodeURIComponent(password);
    return url.toString();
  }

  function openDatabase(statementTimeoutMs = 5_000): Database {
    return new Database(
      {
        connectionString: urlOf('botarmy_notes', "it's long"),
        name: 'notes',
        poolSize: 2,
        connectTimeoutMs: 500,
        statementTimeoutMs,
      },
      { logger: silent, metrics },
    );
  }

  async function commits(kind: string): Promise<number> {
    const { values } = await metrics.counter({ name: 'botarmy_database_commits_total', help: '' }).get();
    return values.find((value) => (value.labels as { kind?: string }).kind === kind)?.value ?? 0;
  }

  async function asOwner(sql: string): Promise<void> {
    const client = new Client({ connectionString: server.url });
    await client.connect();
    await client.query(sql);
    await client.end();
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'botarmy-chassis-'));
    server = await startPostgres({ dataDirectory: join(folder, 'postgres'), fsync: false, dieWithParent: true });
    metrics = new MetricsRegistry();
    const results = await Promise.all([runMigrations(migration()), runMigrations(migration())]);
    expect(results.map((result) => result.applied.length).sort()).toEqual([0, 2]);
    database = openDatabase();
  });

  afterAll(async () => {
    await database.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  describe('migrations', () => {
    it('do nothing when all is applied', async () => {
      expect(await runMigrations(migration())).toEqual({ applied: [], present: 2 });
    });

    it('set a new password for the role', async () => {
      await asOwner(`ALTER ROLE botarmy_notes PASSWORD 'other'`);
      await runMigrations(migration());
      const client = new Client({ connectionString: urlOf('botarmy_notes', "it's long") });
      await client.connect();
      await client.end();
    });

    it('refuse a file that was edited after it had been applied', async () => {
      const directory = join(folder, 'edited');
      await cp(committed, directory, { recursive: true });
      await writeFile(join(directory, '20260101000000_first', 'migration.sql'), 'SELECT 1;');
      await expect(runMigrations(migration({ directory }))).rejects.toThrow(
        /20260101000000_first .* was edited after it had been applied: restore the file/,
      );
    });

    it('leave nothing of a file that fails', async () => {
      const directory = join(folder, 'failing');
      await cp(committed, directory, { recursive: true });
      await cp(join(committed, '20260101000000_first'), join(directory, '20260103000000_second'), { recursive: true });
      await writeFile(
        join(directory, '20260103000000_second', 'migration.sql'),
        'CREATE TABLE half (id int); SELECT 1 / 0;',
      );
      await expect(runMigrations(migration({ directory }))).rejects.toThrow(
        'migration 20260103000000_second of schema notes failed and was rolled back: division by zero',
      );
      await expect(database.query('SELECT * FROM half')).rejects.toThrow('relation "half" does not exist');
    });

    it('refuse a role that could step over row-level security', async () => {
      await asOwner('CREATE ROLE mighty LOGIN BYPASSRLS');
      await expect(runMigrations(migration({ schema: 'mighty', role: 'mighty' }))).rejects.toThrow(
        'ALTER ROLE "mighty" NOSUPERUSER NOBYPASSRLS',
      );
    });

    it('refuse a folder without migrations', async () => {
      await expect(runMigrations(migration({ directory: folder }))).rejects.toThrow('must be named <timestamp>_<name>');
    });
  });

  it('calls a function in one commit and returns numbers and dates', async () => {
    const before = await commits('function');
    const rows = await database.call<{ note_id: number; at: Date }>('append_note', 'ten_a', 'first');
    expect(rows).toEqual([{ note_id: expect.any(Number), at: expect.any(Date) }]);
    expect(await commits('function')).toBe(before + 1);
  });

  it('refuses a function name that is none', async () => {
    await expect(database.call('append_note(1); DROP TABLE note; --')).rejects.toThrow(
      'cannot name a database function',
    );
  });

  it('shows no rows without a tenant, those of one tenant, or all in the system scope', async () => {
    await database.call('append_note', 'ten_a', 'mine');
    await database.call('append_note', 'ten_b', 'theirs');
    const tenants = async (tenantId?: string): Promise<string[]> =>
      database.withTransaction(
        async (client) => {
          const { rows } = await client.query<{ tenant_id: string }>('SELECT DISTINCT tenant_id FROM note ORDER BY 1');
          return rows.map((row) => row.tenant_id);
        },
        { tenantId },
      );
    expect(await tenants()).toEqual([]);
    expect(await tenants('ten_a')).toEqual(['ten_a']);
    expect(await tenants('*')).toEqual(['ten_a', 'ten_b']);
    expect((await database.query('SELECT 1 FROM note')).rowCount).toBe(0);
  });

  it('rolls back when the work throws, and counts only what it committed', async () => {
    const before = await commits('transaction');
    const failing = database.withTransaction(
      async (client) => {
        await client.query("INSERT INTO note (tenant_id, text) VALUES ('ten_a', 'lost')");
        throw new Error('no');
      },
      { tenantId: 'ten_a' },
    );
    await expect(failing).rejects.toThrow('no');
    expect(await commits('transaction')).toBe(before);
    const found = await database.withTransaction((client) => client.query("SELECT 1 FROM note WHERE text = 'lost'"), {
      tenantId: '*',
    });
    expect(found.rowCount).toBe(0);
  });

  it('lends its pool to Prisma, scoped to a tenant and counted', async () => {
    const adapter = await prismaAdapter(database).connect();
    const before = await commits('prisma');
    const run = async (sql: string, args: unknown[]): Promise<unknown[][]> => {
      const transaction = await adapter.startTransaction();
      const scope = { $transaction: async <T>(fn: (tx: Scope) => Promise<T>): Promise<T> => fn(scopeOf(transaction)) };
      const result = await inTenant(scope, 'ten_b', () => transaction.queryRaw({ sql, args, argTypes: [] }));
      await transaction.commit();
      return result.rows;
    };
    interface Scope {
      $executeRaw(query: TemplateStringsArray, ...values: unknown[]): Promise<number>;
    }
    const scopeOf = (transaction: Awaited<ReturnType<typeof adapter.startTransaction>>): Scope => ({
      $executeRaw: (query, ...values) => {
        const argTypes = values.map(() => ({ scalarType: 'string' as const, arity: 'scalar' as const }));
        return transaction.executeRaw({ sql: query.join('$1'), args: values, argTypes });
      },
    });
    expect(await run('SELECT DISTINCT tenant_id FROM note', [])).toEqual([['ten_b']]);
    expect(await commits('prisma')).toBe(before + 1);
    await adapter.dispose();
    await database.ping();
  });

  it('ends a statement that takes too long with an error worth retrying', async () => {
    const impatient = openDatabase(100);
    const error: unknown = await impatient.query('SELECT pg_sleep(5)').catch((thrown: unknown) => thrown);
    expect(isRetryableDatabaseError(error)).toBe(true);
    await impatient.close();
  });

  it('bounds the wait for a connection when the pool is exhausted', async () => {
    const held = await Promise.all([database.pool.connect(), database.pool.connect()]);
    const error: unknown = await database.ping().catch((thrown: unknown) => thrown);
    expect(isRetryableDatabaseError(error)).toBe(true);
    expect(await metrics.text()).toContain('botarmy_database_connections{state="busy"} 2');
    held.forEach((client) => client.release());
  });

  it('is injected into a service that has a URL, checked for readiness, and closed with it', async () => {
    const config = loadConfig(ServiceConfig, {
      DATABASE_URL: `${urlOf('botarmy_notes', "it's long")}?schema=notes`,
      DATABASE_POOL_SIZE: '3',
    });
    const service = await startService({ name: 'note-keeper', module: EmptyModule, config, logger: silent });
    const injected = service.app.get(Database);
    expect(await (await fetch(`${service.url}/health/ready`)).json()).toEqual({
      status: 'ready',
      checks: { database: 'ok' },
    });
    expect(await injected.call('append_note', 'ten_a', 'from a service')).toHaveLength(1);
    expect(injected.pool.options.max).toBe(3);
    await service.close();
    await expect(injected.ping()).rejects.toThrow('after calling end on the pool');
  });

  it('can be given to the test of a single module', async () => {
    const config = loadConfig(ServiceConfig, { DATABASE_URL: urlOf('botarmy_notes', "it's long") });
    const module = await Test.createTestingModule({
      imports: [ChassisModule.forService({ name: 'notes', config, logger: silent })],
    }).compile();
    await module.get(Database).ping();
    expect(module.get(ServiceConfig)).toBe(config);
    await module.get(ShutdownHooks).runAll();
  });

  it('survives a connection that breaks between two statements of a transaction', async () => {
    const broken = database.withTransaction(async (client) => {
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const lost = new Promise((resolve) => client.once('end', resolve));
      const admin = new Client({ connectionString: server.url });
      await admin.connect();
      await admin.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await admin.end();
      await lost;
      await client.query('SELECT 1');
    });
    await expect(broken).rejects.toThrow();
    await database.call('append_note', 'ten_a', 'on another connection');
  });

  it('survives the death of PostgreSQL: not ready while it is away, ready when it is back', async () => {
    const health = new HealthRegistry(new SystemClock(), silent);
    health.register('database', () => database.ping());
    expect((await health.readiness()).ready).toBe(true);
    await server.kill('SIGKILL');
    const error: unknown = await database.call('append_note', 'ten_a', 'x').catch((thrown: unknown) => thrown);
    expect(isRetryableDatabaseError(error)).toBe(true);
    expect(await health.readiness()).toEqual({ ready: false, checks: { database: 'failing' } });
    await server.restart();
    expect((await health.readiness()).ready).toBe(true);
    await database.call('append_note', 'ten_a', 'after the return');
  });
});
