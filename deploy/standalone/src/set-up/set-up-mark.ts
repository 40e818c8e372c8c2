import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Client } from 'pg';

import { databaseSchema } from '@botarmy/contracts';

import { migrationDirectories } from './provision-schemas';
import type { ServiceDatabases } from './provision-schemas';

/** What a database was set up for: every migration, role and password, as one hash. */
export function fingerprintOf(databases: ServiceDatabases): string {
  const hash = createHash('sha256');
  for (const [service, url] of databases) {
    const { username, password } = new URL(url);
    hash.update(`${service} ${username} ${password}\n`);
    for (const directory of migrationDirectories(service)) {
      for (const name of readdirSync(directory).sort()) {
        hash.update(`${name}\n`).update(readFileSync(join(directory, name, 'migration.sql')));
      }
    }
  }
  return `botarmy set-up ${hash.digest('hex')}`;
}

/**
 * Whether a database carries the mark of exactly this set-up and still has its schemas and roles; one question instead of
 * some hundred. False when the database cannot be opened.
 */
export async function isMarked(ownerUrl: string, databases: ServiceDatabases, mark: string): Promise<boolean> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'botarmy-set-up' });
  try {
    await client.connect();
    const { rows } = await client.query<{ mark: string | null; schemas: number; roles: number }>(
      `SELECT shobj_description((SELECT oid FROM pg_database WHERE datname = current_database()), 'pg_database') AS mark,
              (SELECT count(*)::int FROM pg_namespace WHERE nspname = ANY($1)) AS schemas,
              (SELECT count(*)::int FROM pg_roles WHERE rolname = ANY($2)) AS roles`,
      [schemasOf(databases), [...databases.values()].map((url) => new URL(url).username)],
    );
    const [row] = rows;
    return row?.mark === mark && row.schemas === databases.size && row.roles === databases.size;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}

/** Marks a database whose set-up is complete. Only for a database that is wholly ours: the mark is its comment. */
export async function putMark(ownerUrl: string, mark: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'botarmy-set-up' });
  await client.connect();
  try {
    const name = client.escapeIdentifier(decodeURIComponent(new URL(ownerUrl).pathname.slice(1)));
    await client.query(`COMMENT ON DATABASE ${name} IS ${client.escapeLiteral(mark)}`);
  } finally {
    await client.end();
  }
}

function schemasOf(databases: ServiceDatabases): string[] {
  return [...databases].map(([service, url]) => new URL(url).searchParams.get('schema') ?? databaseSchema(service));
}
