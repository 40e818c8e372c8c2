import { connect, nkeyAuthenticator } from 'nats';

import type { RunningService } from '@botarmy/chassis';
import { createId, notifierEveryEvent } from '@botarmy/contracts';
import { createPlatformBroker, createServiceDatabase, waitFor } from '@botarmy/testing';
import type { PlatformBroker, ServiceDatabase } from '@botarmy/testing';

import { bootstrap } from '../src/bootstrap';

describe('notifier', () => {
  let broker: PlatformBroker;
  let database: ServiceDatabase;
  let service: RunningService;

  beforeAll(async () => {
    [broker, database] = await Promise.all([createPlatformBroker(), createServiceDatabase('notifier')]);
    service = await bootstrap({
      environment: { ...broker.environmentOf('notifier'), DATABASE_URL: database.serviceUrl, LOG_LEVEL: 'silent' },
    });
  });
  afterAll(async () => {
    await service.close();
    await Promise.all([broker.stop(), database.drop()]);
  });

  it.each(['/health/live', '/health/ready', '/metrics'])('answers %s', async (path) => {
    expect((await fetch(new URL(path, service.url))).status).toBe(200);
  });

  it('needs its database and its broker to be ready', async () => {
    const readiness: unknown = await (await fetch(new URL('/health/ready', service.url))).json();
    expect(readiness).toMatchObject({ checks: { broker: 'ok', database: 'ok' } });
  });

  it('has its schema with the messaging tables alone', async () => {
    const tables = await database.query<{ tablename: string }>(
      "SELECT tablename FROM pg_tables WHERE schemaname = 'notifier' AND tablename <> '_migrations' ORDER BY 1",
    );
    expect(tables.map(({ tablename }) => tablename)).toEqual(['dead_letter', 'delivery_count', 'inbox', 'outbox']);
  });

  it('has a durable consumer of every event, which keeps events for it unread', async () => {
    const { NATS_URL, NATS_NKEY_SEED } = broker.environmentOf('orchestrator');
    const connection = await connect({
      servers: NATS_URL,
      authenticator: nkeyAuthenticator(new TextEncoder().encode(NATS_NKEY_SEED)),
      inboxPrefix: '_INBOX_orchestrator',
    });
    const jetstream = await connection.jetstreamManager({ checkAPI: false });
    const { stream, durable } = notifierEveryEvent;
    await connection.jetstream().publish(`evt.ten_default.workflow.recorded.v1.${createId('wf')}`, '{}');
    const waiting = await waitFor(
      async () => {
        const info = await jetstream.consumers.info(stream, durable);
        return info.num_pending === 1 && info;
      },
      { describe: 'the event to wait for notifier' },
    );
    expect(waiting).toMatchObject({ num_ack_pending: 0, delivered: { consumer_seq: 0 } });
    await connection.close();
  });

  it('stops when it is told to', async () => {
    const other = await bootstrap({
      environment: { ...broker.environmentOf('notifier'), DATABASE_URL: database.serviceUrl, LOG_LEVEL: 'silent' },
    });
    await other.close();
    await expect(fetch(new URL('/health/live', other.url))).rejects.toThrow();
  });
});
