import { Client } from 'pg';

const unknownDatabase = '3D000';
const duplicateDatabase = new Set(['42P04', '23505']);

/** Creates the database an owner's URL names when the server does not have it. */
export async function ensureDatabase(ownerUrl: string): Promise<void> {
  if (await opens(ownerUrl)) return;
  const url = new URL(ownerUrl);
  const name = decodeURIComponent(url.pathname.slice(1));
  url.pathname = '/postgres';
  const client = clientFor(url.href);
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } catch (error) {
    if (!duplicateDatabase.has(codeOf(error))) throw error;
  } finally {
    await client.end();
  }
}

async function opens(url: string): Promise<boolean> {
  const client = clientFor(url);
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (codeOf(error) === unknownDatabase) return false;
    throw explained(error, url);
  } finally {
    await client.end();
  }
}

function clientFor(ownerUrl: string): Client {
  const url = new URL(ownerUrl);
  url.searchParams.delete('schema');
  return new Client({ connectionString: url.href, application_name: 'botarmy-set-up' });
}

function explained(cause: unknown, ownerUrl: string): Error {
  const { host, pathname } = new URL(ownerUrl);
  const reason = cause instanceof Error ? cause.message || codeOf(cause) : String(cause);
  return new Error(`PostgreSQL at ${host}${pathname} cannot be opened with DATABASE_URL: ${reason}`, { cause });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
