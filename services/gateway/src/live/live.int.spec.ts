import type { RunningService } from '@botarmy/chassis';
import { verifySession } from '@botarmy/contracts';
import type { LogInReply } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { SessionVerifier } from '../access/session-verifier';
import { send } from '../client.fixture';
import { GatewayRig } from '../gateway.fixture';
import { LiveClient, refusedUpgrade } from './live-client.fixture';
import { WorkflowSource } from './workflow-source.fixture';

/** A connection that misses the broker's patience while the machine is busy tries again after five seconds. */
const RECONNECT_MS = 30_000;

describe('the WebSocket hub', () => {
  let rig: GatewayRig;
  let gateway: RunningService;
  let source: WorkflowSource;
  let session: LogInReply;
  const clients: LiveClient[] = [];

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start({ CORS_ORIGINS: '["https://console.example.com"]' });
    source = new WorkflowSource(rig);
    session = rig.session('viewer');
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  afterAll(() => rig.stop());

  const connect = async (as = session, url = gateway.url, path?: string): Promise<LiveClient> => {
    const client = await LiveClient.connect(url, as, path);
    clients.push(client);
    return client;
  };
  const metric = async (line: string): Promise<number> => {
    const { text } = await send(`${gateway.url}/metrics`);
    return Number(
      text
        .split('\n')
        .find((each) => each.startsWith(`${line} `))
        ?.split(' ')
        .at(-1) ?? 0,
    );
  };

  describe('at its door', () => {
    const withCookie = () => ({ headers: { cookie: `botarmy_session=${session.secret}` } });

    it('refuses a foreign page before switching protocols, even with a good cookie', async () => {
      for (const origin of ['http://evil.example', 'null', `${gateway.url}.evil.example`]) {
        const refused = await refusedUpgrade(gateway.url, { ...withCookie(), origin });
        expect(refused).toMatchObject({ status: 403, body: { code: 'origin-not-allowed' } });
      }
    });

    it('lets its own page, a listed one and a program in, at both addresses', async () => {
      const before = await metric('botarmy_live_upgrades_total{outcome="accepted"}');
      await connect();
      await connect(session, gateway.url, '/ws');
      await connect(session, gateway.url, '/api/ws/?x=1');
      expect(await metric('botarmy_live_upgrades_total{outcome="accepted"}')).toBe(before + 3);
      expect(await metric('botarmy_live_connections')).toBeGreaterThanOrEqual(3);
    });

    it('refuses who is not signed in, and tokens in the address', async () => {
      for (const options of [
        {},
        { headers: { cookie: 'botarmy_session=no-such-session-anywhere' } },
        { path: `/api/ws?token=${session.secret}` },
      ]) {
        expect(await refusedUpgrade(gateway.url, options)).toMatchObject({
          status: 401,
          body: { code: 'not-signed-in' },
        });
      }
    });

    it('knows no other address', async () => {
      for (const path of ['/', '/api', '/api/wss', '/api/ws/interactive']) {
        expect(await refusedUpgrade(gateway.url, { ...withCookie(), path })).toMatchObject({ status: 404 });
      }
    });

    it('lets in as many as it has room for, even when they come together', async () => {
      const small = await rig.start({ MAX_CONNECTIONS: '3' });
      const attempts = await Promise.allSettled(
        Array.from({ length: 8 }, () => connect(rig.session('viewer'), small.url)),
      );
      expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
      const refused = await refusedUpgrade(small.url, withCookie());
      expect(refused).toMatchObject({ status: 503, body: { code: 'too-many-connections' }, retryAfter: '5' });
      clients.at(-1)?.close();
      await waitFor(() => connect(rig.session('viewer'), small.url), { describe: 'the freed place' });
    });

    it('says that it cannot tell while identity is away', async () => {
      await rig.silence(verifySession);
      const refused = await refusedUpgrade(gateway.url, {
        headers: { authorization: 'Bearer a-secret-nobody-asked-about' },
      });
      expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable' } });
      await rig.resume(verifySession);
    });
  });

  describe('to what it cannot read', () => {
    it.each<[string, unknown, string]>([
      ['no JSON', 'hello', 'malformed-json'],
      ['a list', [], 'malformed-message'],
      ['no type', {}, 'malformed-message'],
      ['a type that is no text', { type: 1 }, 'malformed-message'],
      ['an unknown type', { type: 'dance' }, 'unknown-type'],
      ['__proto__ as type', '{"type":"__proto__"}', 'unknown-type'],
      ['bytes', Buffer.from([1, 2, 3]), 'binary-frame'],
      ['no workflow', { type: 'subscribe' }, 'validation-failed'],
      ['a workflow that is no id', { type: 'subscribe', workflow_id: 'x' }, 'workflow-not-found'],
      ['a wildcard', { type: 'subscribe', workflow_id: '>' }, 'validation-failed'],
      ['unknown fields', { type: 'subscribe', workflow_id: 'wf_x', tenant_id: 'ten_b' }, 'unknown-field'],
      ['a version that is no number', { type: 'subscribe', workflow_id: 'wf_x', after_seq: '1' }, 'validation-failed'],
    ])('answers %s with an error and stays', async (_case, message, code) => {
      const client = await connect();
      client.send(message);
      expect(await client.frame('error')).toMatchObject({ code, message: expect.any(String) as string });
      await client.subscribe(source.create());
    });

    it('ends a connection that sends far too much', async () => {
      const [big, chatty] = [await connect(), await connect()];
      big.send({ type: 'heartbeat', content: 'x'.repeat(1_048_576) });
      expect((await big.end()).code).toBe(1009);
      for (let count = 0; count < 150; count += 1) chatty.send({ type: 'heartbeat', content: 'pong' });
      expect((await chatty.end()).code).toBe(1008);
    });

    it('lets one connection follow fifty workflows', async () => {
      const client = await connect();
      for (let count = 0; count < 51; count += 1) client.send({ type: 'subscribe', workflow_id: source.create() });
      expect(await client.frame('error')).toMatchObject({ code: 'too-many-subscriptions' });
      await waitFor(() => client.of('subscribed').length === 50, { describe: 'the other fifty' });
      expect(client.of('error')).toHaveLength(1);
    });
  });

  describe('at the end of a session', () => {
    it('closes its sockets when it is ended anywhere, and no others', async () => {
      const leaving = rig.session('viewer');
      const [first, second, other] = [await connect(leaving), await connect(leaving), await connect()];
      await rig.endSession(leaving);
      expect(await first.end()).toEqual({ code: 4401, reason: 'session-ended' });
      expect((await second.end()).code).toBe(4401);
      await other.subscribe(source.create());
    });

    it('closes its sockets when its time is up', async () => {
      const client = await connect(rig.session('viewer', { lastsMs: 1_500 }));
      expect((await client.end()).code).toBe(4401);
    });

    it('closes a socket that still says something when the news of the end was lost', async () => {
      const lost = rig.session('viewer');
      const client = await connect(lost);
      rig.forgetSession(lost);
      gateway.app.get(SessionVerifier).forgetAll();
      client.send({ type: 'heartbeat', content: 'pong' });
      expect(await client.frame('error')).toMatchObject({ code: 'not-signed-in' });
      expect((await client.end()).code).toBe(4401);
    });
  });

  it('tells an administrator what its connections did, and nobody of another tenant', async () => {
    const client = await connect();
    await client.subscribe(source.create());
    const list = async (as: LogInReply) => {
      const answer = await send(`${gateway.url}/api/connections`, { bearer: as });
      return { status: answer.status, ...answer.json<{ connections?: Record<string, unknown>[] }>() };
    };
    expect((await list(rig.session('admin'))).connections).toContainEqual({
      request_id: expect.stringMatching(/^req_/) as string,
      user_id: 'usr_viewer',
      opened_at: expect.stringMatching(/Z$/) as string,
      silent_ms: expect.any(Number) as number,
      frames_sent: 1,
      bytes_sent: expect.any(Number) as number,
      messages_received: 1,
      unsent_bytes: 0,
      followed_workflows: 1,
    });
    expect((await list(rig.session('admin', { tenantId: 'ten_other' }))).connections).toEqual([]);
    expect((await list(session)).status).toBe(403);
  });

  it('spares a client the kinds of news it does not want', async () => {
    const [sparing, other] = [await connect(), await connect()];
    sparing.send({ type: 'unsubscribe_topic', topic: 'tenant' });
    await sparing.frame('topic_unsubscribed');
    const workflowId = source.create();
    await source.record(workflowId, 'approval-requested', { request_id: 'hitl_1', title: 'Review' });
    await other.frame('workflow_progress', ({ workflow_id }) => workflow_id === workflowId);
    await sparing.frame('hitl_request', ({ workflow_id }) => workflow_id === workflowId);
    expect(sparing.of('workflow_progress')).toHaveLength(0);
    sparing.send({ type: 'subscribe_topic', topic: 'tenant' });
    sparing.send({ type: 'unsubscribe_topic', topic: 'inbox' });
    await sparing.frame('topic_unsubscribed', ({ topic }) => topic === 'inbox');
    await source.record(workflowId, 'approval-answered', { request_id: 'hitl_1', response: 'approved' });
    await sparing.frame('workflow_progress', ({ workflow_id, seq }) => workflow_id === workflowId && seq === 2);
    expect(sparing.of('hitl_request')).toHaveLength(1);
    sparing.send({ type: 'subscribe_topic', topic: 'everything' });
    expect(await sparing.frame('error')).toMatchObject({ code: 'validation-failed' });
  });

  it('beats, and gives up clients that do not answer', async () => {
    const beating = await rig.start({
      HEARTBEAT_INTERVAL: '1',
      CONNECTION_TIMEOUT_SECONDS: '3',
      CONNECTION_CLEANUP_SECONDS: '1',
    });
    const [alive, silent] = [await connect(session, beating.url), await connect(rig.session('viewer'), beating.url)];
    alive.socket.on('message', () => alive.send({ type: 'heartbeat', content: 'pong' }));
    expect(await silent.frame('heartbeat')).toEqual({
      type: 'heartbeat',
      content: 'ping',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    });
    expect(await silent.end()).toEqual({ code: 1001, reason: 'silent' });
    expect(silent.of('heartbeat').length).toBeGreaterThanOrEqual(2);
    expect(alive.closed).toBeUndefined();
  });

  it('says goodbye when the server stops', async () => {
    const stopping = await rig.start();
    const client = await connect(session, stopping.url);
    await stopping.close();
    expect(await client.end()).toEqual({ code: 1001, reason: 'going-away' });
  });

  // Last, because the services of the rig need a while to be back.
  it('verifies every session again when the broker was away', async () => {
    const lost = rig.session('viewer');
    const client = await connect(lost);
    rig.forgetSession(lost);
    await rig.broker.server.kill();
    await rig.broker.server.restart();
    expect((await client.end(RECONNECT_MS)).code).toBe(4401);
  });
});
