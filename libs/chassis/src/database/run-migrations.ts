import type { ClientConfig } from 'pg';
import { Client } from 'pg';

import { isError } from '../errors/is-error';
import { readMigrationFiles } from './migration-files';
import type { MigrationFile } from './migration-files';
import { provisionRole } from './role-provisioning';

/** What to migrate, and for whom. */
export interface MigrationOptions {
  /** The owner's URL: may create schemas and roles. */
  connectionString: string;
  schema: string;
  /** Login role of the service; `:role` in the SQL stands for it. */
  role: string;
  rolePassword: string;
  /** Folder with `<timestamp>_<name>/migration.sql`. */
  directory: string;
}

/** What a run did. */
export interface MigrationResult {
  applied: string[];
  /** Migrations that were there already. */
  present: number;
}

/**
 * Brings one schema up to date: creates schema and login role when absent, then applies each new file in a
 * transaction of its own. Any number of processes may call it at once; one works, the others wait and find
 * nothing to do. Throws when a file that was applied has been edited since, or when a file fails (nothing of it stays).
 */
export async function runMigrations(options: MigrationOptions): Promise<MigrationResult> {
  const files = await readMigrationFiles(options.directory);
  const connection: ClientConfig = connectionWithoutSchema(options.connectionString);
  const client = new Client(connection);
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtextextended('botarmy:migrations', 0))");
    await provisionRole(client, { name: options.role, password: options.rolePassword }, connection);
    await prepareSchema(client, options);
    const known = await readHistory(client);
    refuseEditedFiles(files, known, options.directory);
    const missing = files.filter((file) => !known.has(file.name));
    for (const file of missing) await applyFile(client, file, options);
    return { applied: missing.map((file) => file.name), present: files.length - missing.length };
  } finally {
    await client.end();
  }
}

/** Node-postgres takes the URL apart itself, so that the role check can swap user and password. */
function connectionWithoutSchema(connectionString: string): ClientConfig {
  const url = new URL(connectionString);
  url.searchParams.delete('schema');
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 5432 : Number(url.port),
    database: decodeURIComponent(url.pathname.slice(1)) || 'postgres',
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    ssl: sslFrom(url.searchParams.get('sslmode')),
    application_name: 'botarmy-migrations',
  };
}

function sslFrom(mode: string | null): ClientConfig['ssl'] {
  if (mode === null || mode === 'disable') return undefined;
  return { rejectUnauthorized: mode === 'verify-ca' || mode === 'verify-full' };
}

async function prepareSchema(client: Client, { schema, role }: MigrationOptions): Promise<void> {
  const schemaName = client.escapeIdentifier(schema);
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${schemaName}`);
  await client.query(`GRANT USAGE ON SCHEMA ${schemaName} TO ${client.escapeIdentifier(role)}`);
  await client.query(`SET search_path = ${schemaName}`);
  await client.query("SET lock_timeout = '10s'");
  await client.query(
    `CREATE TABLE IF NOT EXISTS _migrations (
       name text PRIMARY KEY,
       sha256 text NOT NULL,
       applied_at timestamptz NOT NULL DEFAULT now()
     )`,
  );
}

async function readHistory(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; sha256: string }>('SELECT name, sha256 FROM _migrations');
  return new Map(rows.map((row) => [row.name, row.sha256]));
}

function refuseEditedFiles(files: MigrationFile[], known: Map<string, string>, directory: string): void {
  const edited = files.find((file) => known.has(file.name) && known.get(file.name) !== file.sha256);
  if (edited === undefined) return;
  throw new Error(
    `migration ${edited.name} in ${directory} was edited after it had been applied: ` +
      'restore the file and put the change into a new migration',
  );
}

async function applyFile(client: Client, file: MigrationFile, { schema, role }: MigrationOptions): Promise<void> {
  const sql = file.sql.replace(/(?<![:\w]):role\b/g, client.escapeIdentifier(role));
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(`SET LOCAL search_path = ${client.escapeIdentifier(schema)}`);
    await client.query('INSERT INTO _migrations (name, sha256) VALUES ($1, $2)', [file.name, file.sha256]);
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK');
    const reason = isError(cause) ? cause.message : String(cause);
    throw new Error(`migration ${file.name} of schema ${schema} failed and was rolled back: ${reason}`, { cause });
  }
}
