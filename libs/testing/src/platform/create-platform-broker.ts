import { connect, nkeyAuthenticator } from 'nats';

import { agentPoolConsumer, CONSUMERS, natsPermissionsOf, SERVICE_NAMES, STREAMS } from '@botarmy/contracts';
import type { ConsumerDeclaration, ServiceName } from '@botarmy/contracts';
import { ensureTopology } from '@botarmy/messaging';

import { createTestNats } from '../infrastructure/create-test-nats';
import type { TestNats } from '../infrastructure/create-test-nats';

/** A broker with every service's user and permissions, and with the streams and durables of an installation. */
export interface PlatformBroker extends TestNats {
  /** NATS_URL and NATS_NKEY_SEED of one service. */
  environmentOf(service: ServiceName): { NATS_URL: string; NATS_NKEY_SEED: string };
  /** Creates streams and durables again, as the orchestrator would. */
  provision(): Promise<void>;
}

/** Starts a broker as an installation has it. */
export async function createPlatformBroker(options: { pools?: readonly string[] } = {}): Promise<PlatformBroker> {
  const users = SERVICE_NAMES.map((name) => {
    const { publish, subscribe, allowResponses } = natsPermissionsOf(name);
    return { name, publish, subscribe, ...(allowResponses === undefined ? {} : { allowResponses }) };
  });
  const nats = await createTestNats({ users });
  const pools = options.pools ?? ['analyst', 'architect', 'developer', 'tester', 'deployer', 'integrations'];
  const consumers = [...CONSUMERS, ...pools.map((pool) => agentPoolConsumer(pool) as ConsumerDeclaration)];
  const provision = async (): Promise<void> => {
    const connection = await connect({
      servers: nats.url,
      authenticator: nkeyAuthenticator(new TextEncoder().encode(nats.seedOf('orchestrator'))),
      inboxPrefix: '_INBOX_orchestrator',
      timeout: 10_000,
    });
    try {
      await ensureTopology(await connection.jetstreamManager({ checkAPI: false }), STREAMS, consumers, 1);
    } finally {
      await connection.close();
    }
  };
  await provision();
  return {
    ...nats,
    environmentOf: (service) => ({ NATS_URL: nats.url, NATS_NKEY_SEED: nats.seedOf(service) }),
    provision,
  };
}
