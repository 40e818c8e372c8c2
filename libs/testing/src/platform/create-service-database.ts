import { createHash } from 'node:crypto';

import { runMigrations } from '@botarmy/chassis';
import { databaseSchema } from '@botarmy/contracts';
import type { ServiceName } from '@botarmy/contracts';
import { MESSAGING_MIGRATIONS_DIRECTORY } from '@botarmy/messaging';

import { createTestDatabase } from '../infrastructure/create-test-database';
import type { TestDatabase } from '../infrastructure/create-test-database';

/** A migrated database of one service. */
export interface ServiceDatabase extends TestDatabase {
  /** DATABASE_URL with the service's own login role, to which row-level security applies. */
  serviceUrl: string;
}

/**
 * A database with one service's schema: the messaging tables, then its own migrations.
 *
 * @param migrationsDirectory The service's `prisma/migrations`; absent for a schema with the messaging tables alone.
 */
export async function createServiceDatabase(
  service: ServiceName,
  migrationsDirectory?: string,
): Promise<ServiceDatabase> {
  const schema = databaseSchema(service);
  const role = `botarmy_${schema}`;
  const rolePassword = createHash('sha256').update(`test:${role}`).digest('hex');
  const directories = [
    MESSAGING_MIGRATIONS_DIRECTORY,
    ...(migrationsDirectory === undefined ? [] : [migrationsDirectory]),
  ];
  const database = await createTestDatabase({
    template: {
      name: `service:${service}:${migrationsDirectory ?? 'messaging'}`,
      prepare: async (connectionString) => {
        for (const directory of directories) {
          await runMigrations({ connectionString, schema, role, rolePassword, directory });
        }
      },
    },
  });
  const url = new URL(database.urlFor(role, rolePassword));
  url.searchParams.set('schema', schema);
  return { ...database, serviceUrl: url.href };
}
