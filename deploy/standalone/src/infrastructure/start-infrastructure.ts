import type { ManagedServer, NatsUser } from '@botarmy/embedded-infrastructure';
import { renderNatsConfig, startNatsServer, startPostgres, superviseServer } from '@botarmy/embedded-infrastructure';

import { valueOf } from '../environment';
import type { OwnerEnvironment } from '../environment';
import type { StateFolder } from '../state/state-folder';
import { writeAtomically } from '../state/write-atomically';
import type { Print } from '../terminal/print';

/** One part of the infrastructure: embedded and ours to stop, or the owner's. */
export interface InfrastructurePart {
  readonly url: string;
  /** Undefined where the owner brought it. */
  readonly server: ManagedServer | undefined;
  /** Ends the server; does nothing to the owner's. */
  stop(): Promise<void>;
}

/** What both parts need to know. */
export interface InfrastructureOptions {
  readonly environment: OwnerEnvironment;
  readonly folder: StateFolder;
  readonly print: Print;
  /** Called when a server started and each time it was brought back. */
  readonly onStarted: (server: ManagedServer) => void;
  /** Ties the servers' life to this process: for tests. */
  readonly dieWithParent?: boolean;
  /** False only for throw-away data. */
  readonly fsync?: boolean;
}

const databaseName = 'botarmy';

/** The embedded PostgreSQL, or the owner's when `DATABASE_URL` is set. The URL names the platform's database. */
export async function startDatabase(
  options: InfrastructureOptions & { connections: number },
): Promise<InfrastructurePart> {
  const { environment, folder, print, fsync = true, dieWithParent } = options;
  const given = valueOf(environment, 'DATABASE_URL');
  if (given !== undefined) return ownersPart(given);
  const server = await startPostgres({
    dataDirectory: folder.postgres,
    fsync,
    dieWithParent,
    log: print,
    settings: { max_connections: options.connections },
  });
  const url = new URL(server.url);
  url.pathname = `/${databaseName}`;
  return supervisedPart(url.href, server, options);
}

/**
 * The embedded nats-server with one user per service, or the owner's broker when `NATS_URL` is set. It does not sync every
 * message to disk: what a power cut takes from it is published again from PostgreSQL.
 */
export async function startBroker(
  options: InfrastructureOptions & { users: readonly NatsUser[] },
): Promise<InfrastructurePart> {
  const { environment, folder, print, users, dieWithParent } = options;
  const given = valueOf(environment, 'NATS_URL');
  if (given !== undefined) {
    writeAtomically(folder.natsUsersFile, renderAuthorization(users));
    print(
      `NATS_URL is set: the users that broker needs stand in ${folder.natsUsersFile}, to be included in its configuration.`,
    );
    return ownersPart(given);
  }
  const server = await startNatsServer({
    storeDirectory: folder.nats,
    configText: renderNatsConfig({ port: 0, storeDirectory: folder.nats, users }),
    binary: valueOf(environment, 'NATS_SERVER_BIN'),
    searchPath: valueOf(environment, 'PATH'),
    cacheDirectory: valueOf(environment, 'BOTARMY_CACHE_DIR'),
    dieWithParent,
    log: print,
  });
  return supervisedPart(server.url, server, options);
}

/** The `authorization` block alone, for a broker whose other settings are its owner's. */
function renderAuthorization(users: readonly NatsUser[]): string {
  const text = renderNatsConfig({ port: 0, storeDirectory: '', users });
  return text.slice(text.indexOf('authorization {'));
}

function ownersPart(url: string): InfrastructurePart {
  return { url, server: undefined, stop: async () => undefined };
}

function supervisedPart(url: string, server: ManagedServer, options: InfrastructureOptions): InfrastructurePart {
  const { print, onStarted } = options;
  const endSupervision = superviseServer(server, { log: print, onRestart: () => onStarted(server) });
  onStarted(server);
  return {
    url,
    server,
    stop: () => {
      endSupervision();
      return server.stop();
    },
  };
}
