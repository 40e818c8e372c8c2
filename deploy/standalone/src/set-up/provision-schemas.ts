import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { runMigrations } from '@botarmy/chassis';
import { databaseSchema } from '@botarmy/contracts';
import type { ServiceName } from '@botarmy/contracts';
import { MESSAGING_MIGRATIONS_DIRECTORY } from '@botarmy/messaging';

import { findCheckout } from '../checkout';
import { SettingsError } from '../settings/settings-error';

/** A service and the URL it will log in with. */
export type ServiceDatabases = ReadonlyMap<ServiceName, string>;

/**
 * Gives every service its schema, its login role with the password of its URL, and the tables: those of messaging first,
 * then its own. Returns the number of migrations that were applied. Repeating it changes nothing.
 */
export async function provisionSchemas(ownerUrl: string, databases: ServiceDatabases): Promise<number> {
  let applied = 0;
  for (const [service, serviceUrl] of databases) {
    const target = targetOf(service, ownerUrl, serviceUrl);
    for (const directory of migrationDirectories(service)) {
      applied += (await runMigrations({ connectionString: ownerUrl, directory, ...target })).applied.length;
    }
  }
  return applied;
}

/** A service without tables of its own still gets those of messaging: its inbox and its dead letters. */
export function migrationDirectories(service: ServiceName): string[] {
  const own = join(findCheckout(), 'services', service, 'prisma/migrations');
  return [MESSAGING_MIGRATIONS_DIRECTORY, ...(existsSync(own) ? [own] : [])];
}

function targetOf(service: ServiceName, ownerUrl: string, serviceUrl: string) {
  const { username, password, pathname, searchParams } = new URL(serviceUrl);
  const owner = new URL(ownerUrl);
  if (pathname !== owner.pathname) {
    throw new SettingsError(
      `The database URL of ${service} names the database "${pathname.slice(1)}", the owner's names "${owner.pathname.slice(1)}". ` +
        'All services share one database and differ by schema: make the names equal.',
    );
  }
  if (username === '' || password === '' || username === owner.username) {
    throw new SettingsError(
      `The database URL of ${service} needs a user of its own with a password (not the owner ${owner.username}).`,
    );
  }
  return {
    schema: searchParams.get('schema') ?? databaseSchema(service),
    role: decodeURIComponent(username),
    rolePassword: decodeURIComponent(password),
  };
}
