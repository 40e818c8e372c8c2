import { findFreePort } from '../ports/free-port';
import { PortTakenError } from '../ports/port-taken-error';
import { dieWithParentPrefix } from '../process/die-with-parent';
import { lastLines, readServerLog, serverLogSize } from '../process/server-log';
import { ServerProcess } from '../process/server-process';
import { waitUntil } from '../process/wait-until';
import type { PostgresBinaries } from './postgres-binaries';
import type { PostgresFolder } from './postgres-folder';
import { type PostgresSettings, postgresSettings } from './postgres-settings';
import { clearDeadPostmaster, readPostmasterFile } from './postmaster-file';

/** One start of the server program on a prepared folder. */
export interface LaunchPostgresOptions {
  folder: PostgresFolder;
  binaries: PostgresBinaries;
  /** Undefined: any free port. */
  port: number | undefined;
  fsync: boolean;
  settings?: PostgresSettings;
  dieWithParent: boolean;
  /** For recovery after a crash too. */
  startTimeoutMs: number;
}

const RETRIABLE =
  /pre-existing shared memory block|lock file ".*" already exists|could not bind|Address already in use/;
const PORT_IN_USE = /could not bind|Address already in use/;
const PORT_GRACE_MS = 1_500;

/** Starts the server and waits until it accepts connections; tries again for a while when traces of an earlier one are in the way. */
export async function launchPostgres(
  options: LaunchPostgresOptions,
): Promise<{ process: ServerProcess; port: number }> {
  const { folder, startTimeoutMs } = options;
  const begin = performance.now();
  for (;;) {
    await clearDeadPostmaster(folder.cluster);
    const port = options.port ?? (await findFreePort());
    const logOffset = serverLogSize(folder.logFile);
    const process = await spawnPostgres(options, port);
    const state = await waitUntil(() => startState(folder.cluster, process), startTimeoutMs);
    if (state === 'ready') {
      return { process, port };
    }
    await process.end([['SIGQUIT', 2_000], ['SIGKILL', 2_000]]); // prettier-ignore
    const output = readServerLog(folder.logFile, logOffset);
    const elapsedMs = performance.now() - begin;
    if (options.port !== undefined && PORT_IN_USE.test(output) && elapsedMs > PORT_GRACE_MS) {
      throw new PortTakenError(port, 'PostgreSQL');
    }
    if (state === undefined || !RETRIABLE.test(output) || elapsedMs > startTimeoutMs) {
      const reason = state === undefined ? `was not ready within ${startTimeoutMs} ms` : 'ended at once';
      throw new Error(`PostgreSQL ${reason}. Its log, ${folder.logFile}, ends with:\n${lastLines(output)}`);
    }
    await waitUntil(() => false, 100, 100);
  }
}

function startState(cluster: string, process: ServerProcess): 'ready' | 'ended' | undefined {
  if (!process.isRunning) {
    return 'ended';
  }
  const file = readPostmasterFile(cluster);
  return file?.pid === process.pid && file.isReady ? 'ready' : undefined;
}

function spawnPostgres(options: LaunchPostgresOptions, port: number): Promise<ServerProcess> {
  const { folder, binaries, fsync, settings: overrides } = options;
  const lifeline = options.dieWithParent ? dieWithParentPrefix('SIGQUIT') : [];
  const server = [binaries.postgres, '-D', folder.cluster, ...postgresSettings({ port, fsync, overrides })];
  const [command = '', ...args] = [...folder.identity.prefix, ...lifeline, ...server];
  return ServerProcess.spawn({
    command,
    args,
    logFile: folder.logFile,
    workingDirectory: folder.cluster,
    uid: folder.identity.uid,
    gid: folder.identity.gid,
  });
}
