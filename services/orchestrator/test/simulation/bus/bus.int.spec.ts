import { nanos } from 'nats';

import { createLogger } from '@botarmy/chassis';
import { STREAMS } from '@botarmy/contracts';
import { Broker } from '@botarmy/messaging';
import { createPlatformBroker } from '@botarmy/testing';
import type { PlatformBroker } from '@botarmy/testing';

import { busContract, DURABLE } from './bus-contract.fixture';

describe('nats-server', () => {
  let server: PlatformBroker;
  let broker: Broker;
  const shortenWait = async (): Promise<void> => {
    const manager = await broker.connection.jetstreamManager();
    await manager.consumers.update('COMMANDS', DURABLE, { ack_wait: nanos(1_000) });
  };

  busContract(async () => {
    server = await createPlatformBroker();
    const { NATS_URL, NATS_NKEY_SEED } = server.environmentOf('orchestrator');
    broker = await Broker.connect(
      { service: 'orchestrator', url: NATS_URL, nkeySeed: NATS_NKEY_SEED },
      createLogger({ level: 'silent' }),
    );
    await shortenWait();
    return {
      broker,
      wipe: async () => {
        const manager = await broker.connection.jetstreamManager();
        for (const { name } of STREAMS) await manager.streams.delete(name);
      },
      provision: async () => {
        await server.provision();
        await shortenWait();
      },
    };
  });

  afterAll(async () => {
    await broker?.close();
    await server?.stop();
  });
});
