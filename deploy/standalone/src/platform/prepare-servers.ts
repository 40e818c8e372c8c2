import type { Environment } from '@botarmy/chassis';
import type { ServiceName } from '@botarmy/contracts';

import type { OwnerEnvironment } from '../environment';
import { readAgentPools } from '../set-up/agent-pools';
import { platformFacts, processesDirectory } from '../settings/platform-facts';
import type { PlatformFacts } from '../settings/service-environment';
import type { Print } from '../terminal/print';
import type { OpenState } from './open-state';
import { setUpServers } from './set-up-servers';
import { startServers } from './start-servers';
import type { Servers } from './start-servers';

/** How to start the servers and what to set up in them. */
export interface PrepareOptions {
  readonly print: Print;
  readonly throwAway: boolean;
  readonly cleanup: AsyncDisposableStack;
  readonly withDemoUser: boolean;
  readonly serviceValues: Partial<Record<ServiceName, Environment>>;
}

/** Servers that services can work with. */
export interface PreparedServers {
  readonly servers: Servers;
  readonly facts: PlatformFacts;
  /** Runs the set-up again. */
  readonly setUp: () => Promise<void>;
}

/** Starts PostgreSQL and NATS and sets them up: schemas, roles, migrations, streams, durables. */
export async function prepareServers(
  state: OpenState,
  owner: OwnerEnvironment,
  { print, throwAway, cleanup, withDemoUser, serviceValues }: PrepareOptions,
): Promise<PreparedServers> {
  const pools = readAgentPools(processesDirectory(owner));
  const servers = await startServers(state, owner, { print, throwAway, cleanup });
  const facts = platformFacts({
    owner,
    folder: state.folder,
    secrets: state.secrets,
    databaseUrl: servers.database.url,
    natsUrl: servers.broker.url,
    pools,
    withDemoUser,
    serviceEnvironment: serviceValues,
  });
  const isOwnDatabase = servers.database.server !== undefined;
  const setUp = () => setUpServers({ owner, facts, isOwnDatabase, pools: readAgentPools(processesDirectory(owner)) });
  await setUp();
  return { servers, facts, setUp };
}
