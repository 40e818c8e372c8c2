import type { LogSink, ManagedServer } from '../process/managed-server';
import { ServerHandle } from '../process/server-handle';
import { ServerProcess } from '../process/server-process';
import { waitUntil } from '../process/wait-until';
import { launchPostgres, type LaunchPostgresOptions } from './launch-postgres';
import { findPostgresBinaries } from './postgres-binaries';
import { openPostgresFolder, OWNER_ROLE } from './postgres-folder';
import type { PostgresSettings } from './postgres-settings';
import { findLivePostmaster } from './postmaster-file';

/** How to start an embedded PostgreSQL. */
export interface StartPostgresOptions {
  /** State folder: cluster, owner's password, log. Made when missing; kept across starts. */
  dataDirectory: string;
  /** 0 or undefined: any free port. A number that is taken ends in PortTakenError. */
  port?: number;
  /** False only for throw-away data: a power cut then destroys the cluster. */
  fsync: boolean;
  log?: LogSink;
  /** What to do with a server an earlier launcher left running on the folder: take it over (default) or replace it. A wanted port that differs replaces it anyway. */
  onLiveServer?: 'attach' | 'replace';
  /** Ties the server's life to this process (Linux): for tests. */
  dieWithParent?: boolean;
  settings?: PostgresSettings;
  /** Time to become ready, recovery after a crash included; 60 s by default. */
  startTimeoutMs?: number;
}

/** A running embedded PostgreSQL. */
export interface PostgresServer extends ManagedServer {
  /** The owner's URL (superuser of this server), database `postgres`. */
  readonly url: string;
}

const STOP_STEPS = [['SIGINT', 10_000], ['SIGQUIT', 5_000], ['SIGKILL', 5_000]] as const; // prettier-ignore

class PostgresHandle extends ServerHandle implements PostgresServer {
  constructor(
    readonly url: string,
    parts: ConstructorParameters<typeof ServerHandle>[0],
  ) {
    super(parts);
  }
}

/**
 * Starts PostgreSQL 18 as a direct child process and resolves when it accepts connections. Stale traces of a killed
 * server are cleared, a live one is taken over. Throws PortTakenError, or an Error with the end of the server's log.
 */
export async function startPostgres(options: StartPostgresOptions): Promise<PostgresServer> {
  const log = options.log ?? (() => undefined);
  const binaries = findPostgresBinaries();
  const folder = await openPostgresFolder(options.dataDirectory, binaries, log);
  const launch: LaunchPostgresOptions = {
    folder,
    binaries,
    port: options.port === 0 ? undefined : options.port,
    fsync: options.fsync,
    settings: options.settings,
    dieWithParent: options.dieWithParent ?? false,
    startTimeoutMs: options.startTimeoutMs ?? 60_000,
  };
  const { process, port } = (await takeOver(options, folder.cluster, log)) ?? (await launchPostgres(launch));
  return new PostgresHandle(`postgresql://${OWNER_ROLE}:${folder.password}@127.0.0.1:${port}/postgres`, {
    name: 'PostgreSQL',
    port,
    logFile: folder.logFile,
    process,
    stopSteps: STOP_STEPS,
    start: async (samePort) => (await launchPostgres({ ...launch, port: samePort })).process,
  });
}

async function takeOver(
  options: StartPostgresOptions,
  cluster: string,
  log: LogSink,
): Promise<{ process: ServerProcess; port: number } | undefined> {
  const live = findLivePostmaster(cluster);
  if (live === undefined) {
    return undefined;
  }
  const process = ServerProcess.attach(live.pid);
  const isWantedPort = !options.port || options.port === live.port;
  if (options.onLiveServer !== 'replace' && isWantedPort) {
    const isReady = await waitUntil(() => findLivePostmaster(cluster)?.isReady, options.startTimeoutMs ?? 60_000);
    if (isReady) {
      log(`PostgreSQL already runs on this folder (pid ${live.pid}); using it.`);
      return { process, port: live.port };
    }
  }
  log(`PostgreSQL already runs on this folder (pid ${live.pid}); stopping it first.`);
  await process.end(STOP_STEPS);
  return undefined;
}
