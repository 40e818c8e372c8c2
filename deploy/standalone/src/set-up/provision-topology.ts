import { connect, nkeyAuthenticator } from 'nats';

import { agentPoolConsumer, CONSUMERS, inboxPrefix, STREAMS } from '@botarmy/contracts';
import type { ConsumerDeclaration } from '@botarmy/contracts';
import { ensureTopology } from '@botarmy/messaging';

/** Where streams and durables are made, and for which pools of agents. */
export interface TopologyTarget {
  readonly natsUrl: string;
  /** Seed of the orchestrator's user: the only one that may. */
  readonly seed: string;
  readonly pools: readonly string[];
  /** Copies of each stream. */
  readonly replicas: number;
  /** How long to wait for the broker. */
  readonly timeoutMs: number;
}

/** Creates or repairs streams and durables; returns how many were created. */
export async function provisionTopology(target: TopologyTarget): Promise<number> {
  const connection = await connect({
    servers: target.natsUrl.split(','),
    name: 'set-up',
    inboxPrefix: inboxPrefix('orchestrator'),
    authenticator: nkeyAuthenticator(new TextEncoder().encode(target.seed)),
    timeout: target.timeoutMs,
    maxReconnectAttempts: 0,
  }).catch((cause: Error) => {
    throw new Error(`NATS at ${withoutCredentials(target.natsUrl)} cannot be reached: ${cause.message}`, { cause });
  });
  try {
    const manager = await connection.jetstreamManager({ checkAPI: false, timeout: target.timeoutMs });
    const pools = target.pools.map((pool) => agentPoolConsumer(pool) as ConsumerDeclaration);
    const { created } = await ensureTopology(manager, STREAMS, [...CONSUMERS, ...pools], target.replicas);
    return created.length;
  } finally {
    await connection.close();
  }
}

function withoutCredentials(urls: string): string {
  return urls.replaceAll(/\/\/[^@/,]*@/g, '//');
}
