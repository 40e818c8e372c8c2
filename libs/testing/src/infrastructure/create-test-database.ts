import { createHash, randomBytes } from 'node:crypto';

import { Client, type QueryResultRow } from 'pg';

import { startTestInfrastructure } from './start-test-infrastructure';

/** A database that is prepared once per run (migrated, say) and copied for each suite. */
export interface TestDatabaseTemplate {
  /** Names the preparation; the same name means the same content. */
  name: string;
  /** Gets the owner's URL of an empty database. It must close all its connections before it resolves. */
  prepare(url: string): Promise<void>;
}

/** A database for one suite. */
export interface TestDatabase {
  name: string;
  /** The owner's URL (superuser: row-level security does not apply to it). */
  url: string;
  /** The URL of another login role, for example a service's. */
  urlFor(role: string, password: string): string;
  /** One statement as the owner, on a connection of its own. */
  query<Row extends QueryResultRow = QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Removes the database, cutting connections that are still open. */
  drop(): Promise<void>;
}

// Databases and roles are shared by the whole server: one lock, in the maintenance database, keeps preparations apart.
const PREPARATION_LOCK = 7_402_918;

/** A fresh database in the run's PostgreSQL, empty or copied from a prepared template. */
export async function createTestDatabase(options: { template?: TestDatabaseTemplate } = {}): Promise<TestDatabase> {
  const { postgresUrl } = await startTestInfrastructure();
  const { template } = options;
  const name = `test_${randomBytes(8).toString('hex')}`;
  await withClient(postgresUrl, async (admin) => {
    const source = template === undefined ? 'template1' : await ensureTemplate(admin, postgresUrl, template);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${source} STRATEGY file_copy`);
  });
  const url = urlOf(postgresUrl, name);
  return {
    name,
    url,
    urlFor: (role, password) => urlOf(postgresUrl, name, role, password),
    query: <Row extends QueryResultRow>(sql: string, values: unknown[] = []) =>
      withClient(url, async (client) => (await client.query<Row>(sql, values)).rows),
    drop: async () => {
      await withClient(postgresUrl, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

async function ensureTemplate(admin: Client, postgresUrl: string, template: TestDatabaseTemplate): Promise<string> {
  const name = `template_${createHash('sha256').update(template.name).digest('hex').slice(0, 16)}`;
  await admin.query('SELECT pg_advisory_lock($1)', [PREPARATION_LOCK]);
  try {
    const found = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate', [name]);
    if (found.rowCount === 0) {
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin.query(`CREATE DATABASE ${name} STRATEGY file_copy`);
      await template.prepare(urlOf(postgresUrl, name));
      await admin.query(`ALTER DATABASE ${name} WITH IS_TEMPLATE true`);
    }
  } finally {
    await admin.query('SELECT pg_advisory_unlock($1)', [PREPARATION_LOCK]);
  }
  return name;
}

function urlOf(serverUrl: string, database: string, role?: string, password?: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  if (role !== undefined && password !== undefined) {
    url.username = encodeURIComponent(role);
    url.password = encodeURIComponent(password);
  }
  return url.href;
}

async function withClient<T>(connectionString: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
