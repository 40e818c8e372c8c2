import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One committed migration. */
export interface MigrationFile {
  /** Folder name: `<timestamp>_<name>`. */
  name: string;
  /** SQL as committed. */
  sql: string;
  sha256: string;
}

/** Reads `<directory>/<timestamp>_<name>/migration.sql` in order. Throws when there is none or a name is malformed. */
export async function readMigrationFiles(directory: string): Promise<MigrationFile[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  if (names.length === 0) throw new Error(`${directory} holds no migration folders: check the path`);
  const malformed = names.find((name) => !/^\d{8,14}_[a-z0-9_]+$/.test(name));
  if (malformed !== undefined) {
    throw new Error(`${join(directory, malformed)} must be named <timestamp>_<name> in lower case`);
  }
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(directory, name, 'migration.sql'), 'utf8');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
