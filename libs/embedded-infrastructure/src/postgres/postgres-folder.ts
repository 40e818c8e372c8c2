import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { runCommand } from '../process/run-command';
import type { PostgresBinaries } from './postgres-binaries';
import { chooseRunIdentity, giveTo, type RunIdentity } from './run-identity';

/** The login role that owns everything in an embedded server. */
export const OWNER_ROLE = 'botarmy';

const INITDB_TIMEOUT_MS = 120_000;

/** Where an embedded server keeps what: the cluster, the owner's password (mode 0600), the log. */
export interface PostgresFolder {
  cluster: string;
  password: string;
  logFile: string;
  identity: RunIdentity;
}

/** Opens the state folder, making the cluster when there is none. A cluster appears whole or not at all, also after kill -9. */
export async function openPostgresFolder(
  dataDirectory: string,
  binaries: PostgresBinaries,
  log: (line: string) => void,
): Promise<PostgresFolder> {
  const root = resolve(dataDirectory);
  const cluster = join(root, 'cluster');
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const identity = chooseRunIdentity(cluster);
  const password = readOrCreatePassword(join(root, 'owner-password'));
  const folder = { cluster, password, logFile: join(root, 'postgres.log'), identity };
  if (existsSync(join(cluster, 'PG_VERSION'))) {
    assertVersion(cluster, binaries.majorVersion);
  } else {
    log(`Preparing a new database in ${root}.`);
    await initialise(root, folder, binaries);
  }
  return folder;
}

function readOrCreatePassword(file: string): string {
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, randomBytes(24).toString('base64url'), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return readFileSync(file, 'utf8').trim();
}

function assertVersion(cluster: string, majorVersion: string): void {
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (found !== majorVersion) {
    throw new Error(
      `The database in ${cluster} was made by PostgreSQL ${found}; this version runs ${majorVersion}. ` +
        'Move the data with pg_dump and pg_restore, or delete the folder to start afresh.',
    );
  }
}

async function initialise(root: string, folder: PostgresFolder, binaries: PostgresBinaries): Promise<void> {
  const draft = join(root, 'cluster.new');
  const passwordFile = join(root, 'initdb-password');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, folder.password, { mode: 0o600 });
  try {
    giveTo(folder.identity, draft, root);
    giveTo(folder.identity, passwordFile, root);
    const initdb = [binaries.initdb, '-D', draft, '-U', OWNER_ROLE, `--pwfile=${passwordFile}`, '-A', 'scram-sha-256'];
    const options = ['-E', 'UTF8', '--locale=C', '--no-instructions', '--no-sync'];
    const [command = '', ...args] = [...folder.identity.prefix, ...initdb, ...options];
    const { uid, gid } = folder.identity;
    await runCommand(command, args, { timeoutMs: INITDB_TIMEOUT_MS, workingDirectory: root, uid, gid });
  } catch (cause) {
    throw new Error(
      `A new database could not be prepared in ${root}: ${(cause as Error).message}. ` +
        'The folder needs a local disk with free space, and the user the database runs under must be able to enter it.',
      { cause },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, folder.cluster);
}
