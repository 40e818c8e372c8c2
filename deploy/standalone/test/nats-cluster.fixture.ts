import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { connect, NatsError, nkeyAuthenticator } from 'nats';

import type { NatsServer, NatsUser } from '@botarmy/embedded-infrastructure';
import { findFreePort, renderNatsConfig, startNatsServer } from '@botarmy/embedded-infrastructure';
import type { Fault } from '@botarmy/testing';
import { FaultProxy, waitFor } from '@botarmy/testing';

/** Three brokers that form one cluster; what they say to each other passes proxies that can be cut. */
export interface NatsCluster {
  readonly servers: readonly NatsServer[];
  /** Cuts a node off from the two others: they hear nothing of each other any more. */
  cutOff(node: number): Promise<void>;
  heal(): Promise<void>;
  /** Resolves when the brokers have agreed on who leads. */
  formed(seed: string): Promise<void>;
  /** Whether JetStream takes messages from a client that is connected to this node. */
  isWritableAt(node: number, seed: string): Promise<boolean>;
  stop(): Promise<void>;
}

const NODES = [0, 1, 2];
const ASK_TIMEOUT_MS = 1_500;

/** Starts the cluster with its stores below `directory`. */
export async function startNatsCluster(directory: string, users: readonly NatsUser[]): Promise<NatsCluster> {
  const clusterPorts = await freePorts(NODES.length);
  /** By the node that connects, then by the one that is connected to. */
  const links = new Map<string, FaultProxy>();
  for (const from of NODES) {
    for (const to of NODES) {
      const port = clusterPorts[to] ?? 0;
      if (from !== to) links.set(`${from}-${to}`, await FaultProxy.start({ port }));
    }
  }
  const starting = NODES.map((node) => {
    const storeDirectory = join(directory, `node-${node}`);
    mkdirSync(storeDirectory, { recursive: true });
    const routes = NODES.filter((to) => to !== node).map(
      (to) => `"nats://127.0.0.1:${links.get(`${node}-${to}`)?.port}"`,
    );
    const cluster = [
      'ping_interval: "1s"',
      'ping_max: 2',
      'cluster {',
      '  name: spec',
      `  listen: "127.0.0.1:${clusterPorts[node]}"`,
      // Nobody else may connect on a way of their own, past the proxies.
      '  advertise: "127.0.0.1:1"',
      '  no_advertise: true',
      '  pool_size: -1',
      `  routes: [${routes.join(', ')}]`,
      '}',
    ];
    return startNatsServer({
      storeDirectory,
      configText: `${renderNatsConfig({ port: 0, storeDirectory, users })}${cluster.join('\n')}\n`,
      binary: process.env['NATS_SERVER_BIN'] || undefined,
      searchPath: process.env['PATH'],
      cacheDirectory: process.env['BOTARMY_CACHE_DIR'] || undefined,
      dieWithParent: true,
    });
  });
  const servers = await Promise.all(starting);
  const setAll = async (names: (link: string) => boolean, fault: Fault): Promise<void> => {
    await Promise.all([...links].filter(([name]) => names(name)).map(([, proxy]) => proxy.set(fault)));
  };
  return {
    servers,
    cutOff: (node) => setAll((name) => name.includes(String(node)), { kind: 'blackhole' }),
    // What was swallowed is lost for good, so the old connections have to go.
    heal: async () => {
      await setAll(() => true, { kind: 'reset' });
      await setAll(() => true, { kind: 'ok' });
    },
    formed: async (seed) => {
      const answers = () => Promise.all(servers.map(({ url }) => leaderSeenBy(url, seed)));
      const isFormed = async (): Promise<boolean> => (await answers()).every((leader) => leader !== undefined);
      await waitFor(isFormed, { timeoutMs: 60_000, describe: 'a cluster' });
    },
    isWritableAt: async (node, seed) => isWritable(servers[node]?.url ?? '', seed),
    stop: async () => {
      await Promise.all(servers.map((server) => server.stop()));
      await Promise.all([...links.values()].map((proxy) => proxy.close()));
    },
  };
}

async function isWritable(url: string, seed: string): Promise<boolean> {
  const leader = await leaderSeenBy(url, seed);
  return leader !== undefined && leader !== '';
}

/** Name of the leader of the events, empty without one; undefined when JetStream does not answer. */
async function leaderSeenBy(url: string, seed: string): Promise<string | undefined> {
  const authenticator = nkeyAuthenticator(new TextEncoder().encode(seed));
  const connection = await connect({ servers: url, authenticator, inboxPrefix: '_INBOX_orchestrator', timeout: 5_000 });
  try {
    const manager = await connection.jetstreamManager({ checkAPI: false, timeout: ASK_TIMEOUT_MS });
    return (await manager.streams.info('EVENTS')).cluster?.leader ?? '';
  } catch (error) {
    // A cluster that has agreed on a leader knows at least that there is no such stream yet.
    return error instanceof NatsError && error.api_error?.code === 404 ? '' : undefined;
  } finally {
    await connection.close();
  }
}

async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await findFreePort());
  return [...ports];
}
