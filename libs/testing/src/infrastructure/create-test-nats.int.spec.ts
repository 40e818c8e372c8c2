import { connect, nkeyAuthenticator, StringCodec } from 'nats';

import { createTestNats, type TestNats } from './create-test-nats';

const text = StringCodec();
const seedBytes = (nats: TestNats, user: string): Uint8Array => new TextEncoder().encode(nats.seedOf(user));

describe('a test broker', () => {
  const brokers: TestNats[] = [];

  async function create(...options: Parameters<typeof createTestNats>): Promise<TestNats> {
    const broker = await createTestNats(...options);
    brokers.push(broker);
    return broker;
  }

  afterAll(() => Promise.all(brokers.map((broker) => broker.stop())));

  it('has a JetStream store that survives kill -9', async () => {
    const broker = await create({ syncAlways: true });
    const connection = await connect({ servers: broker.url, reconnect: false });
    const manager = await connection.jetstreamManager();
    await manager.streams.add({ name: 'NOTES', subjects: ['notes.>'] });
    await connection.jetstream().publish('notes.one', text.encode('kept'));
    const closed = connection.closed();
    await broker.server.kill('SIGKILL');
    await closed;
    await broker.server.restart();
    const again = await connect({ servers: broker.url });
    const { state } = await (await again.jetstreamManager()).streams.info('NOTES');
    expect(state.messages).toBe(1);
    await again.close();
  });

  it('holds users to their permissions', async () => {
    const broker = await create({
      users: [
        { name: 'asker', publish: ['ask'], subscribe: ['_INBOX.asker.>'] },
        { name: 'answerer', publish: [], subscribe: ['ask'], allowResponses: { max: 1, expires: '10s' } },
      ],
    });
    const as = (user: string, inboxPrefix?: string) =>
      connect({ servers: broker.url, authenticator: nkeyAuthenticator(seedBytes(broker, user)), inboxPrefix });
    const [asker, answerer] = await Promise.all([as('asker', '_INBOX.asker'), as('answerer')]);
    answerer.subscribe('ask', { callback: (_error, message) => void message.respond(text.encode('answer')) });
    await answerer.flush();
    expect(text.decode((await asker.request('ask')).data)).toBe('answer');

    const refusal = (async () => {
      for await (const status of answerer.status()) {
        if (status.type === 'error') {
          return status.permissionContext;
        }
      }
      return undefined;
    })();
    answerer.publish('forbidden');
    expect(await refusal).toEqual({ operation: 'publish', subject: 'forbidden' });
    await Promise.all([asker.close(), answerer.close()]);
  });

  it('refuses strangers when it has users, and unknown names', async () => {
    const broker = await create({ users: [{ name: 'one', publish: ['>'], subscribe: ['>'] }] });
    await expect(connect({ servers: broker.url })).rejects.toThrow(/Authorization Violation/i);
    expect(() => broker.seedOf('two')).toThrow('no user "two"; it has: one');
  });
});
