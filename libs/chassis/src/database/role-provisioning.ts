import type { ClientConfig } from 'pg';
import { Client } from 'pg';

import { isError } from '../errors/is-error';

/** The login role a service gets. */
export interface LoginRole {
  name: string;
  password: string;
}

const duplicateCodes = new Set(['42710', '23505']);
const concurrentUpdateCode = 'XX000';
const wrongPasswordCodes = new Set(['28P01', '28000']);
const attempts = 5;

/**
 * Creates the login role when it is absent and sets its password when the given one does not open a connection.
 * Refuses a role that could step over row-level security. Roles belong to the whole cluster, so several
 * databases may do this at once.
 */
export async function provisionRole(client: Client, role: LoginRole, connection: ClientConfig): Promise<void> {
  const found = await client.query<{ rolsuper: boolean; rolbypassrls: boolean }>(
    'SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = $1',
    [role.name],
  );
  const existing = found.rows[0];
  const identifier = client.escapeIdentifier(role.name);
  const password = client.escapeLiteral(role.password);
  if (existing === undefined) {
    try {
      await client.query(
        `CREATE ROLE ${identifier} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD ${password}`,
      );
      return;
    } catch (error) {
      if (!duplicateCodes.has(codeOf(error))) throw error;
    }
  } else if (existing.rolsuper || existing.rolbypassrls) {
    throw new Error(
      `role ${role.name} is a superuser or bypasses row-level security: run ALTER ROLE ${identifier} NOSUPERUSER NOBYPASSRLS`,
    );
  }
  if (await opens(role, connection)) return;
  await setPassword(client, `ALTER ROLE ${identifier} LOGIN PASSWORD ${password}`);
}

async function opens(role: LoginRole, connection: ClientConfig): Promise<boolean> {
  const login = new Client({ ...connection, user: role.name, password: role.password });
  try {
    await login.connect();
    return true;
  } catch (error) {
    if (wrongPasswordCodes.has(codeOf(error))) return false;
    throw error;
  } finally {
    await login.end();
  }
}

/** Two sessions altering one role at once: PostgreSQL refuses the later one, which then simply repeats. */
async function setPassword(client: Client, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(statement);
      return;
    } catch (error) {
      if (codeOf(error) !== concurrentUpdateCode || attempt === attempts) throw error;
    }
  }
}

function codeOf(error: unknown): string {
  return isError(error) && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
