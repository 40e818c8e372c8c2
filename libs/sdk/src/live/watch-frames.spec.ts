import { BotArmyProblem } from '../client/botarmy-problem';
import { FakeServer } from './fake-socket.fixture';
import { liveUrl, watchFrames } from './watch-frames';
import type { LiveFrame, WatchFramesOptions } from './watch-frames';

const WORKFLOW = 'wf_a';
const event = (seq: number) => ({
  type: 'workflow_event',
  workflow_id: WORKFLOW,
  seq,
  event: { seq, type: 'task-started', occurred_at: '2026-01-01T00:00:00.000Z', data: {}, progress: {} },
});
const delta = {
  type: 'delta',
  workflow_id: WORKFLOW,
  task_id: 't',
  agent_id: 'a',
  attempt: 1,
  turn: 1,
  offset: 0,
  text: 'x',
};

describe('the live feed', () => {
  let server: FakeServer;
  let stop: AbortController;

  beforeEach(() => {
    jest.useFakeTimers();
    server = new FakeServer();
    stop = new AbortController();
  });
  afterEach(() => {
    stop.abort();
    jest.useRealTimers();
  });

  function watch(options: Partial<WatchFramesOptions> = {}) {
    const { openSocket } = server;
    const frames = watchFrames({ baseUrl: 'http://127.0.0.1:8000', signal: stop.signal, openSocket, ...options });
    const next = async (): Promise<LiveFrame | undefined> => (await frames.next()).value ?? undefined;
    return { frames, next };
  }

  it('connects with the token and hands out frames as they come', async () => {
    const { next } = watch({ token: 'secret' });
    const first = next();
    const connection = await server.next();
    expect(connection).toMatchObject({ url: 'ws://127.0.0.1:8000/api/ws', token: 'secret' });
    connection.open();
    await expect(first).resolves.toEqual({ type: 'connected' });
    const notice = { type: 'system_notification', level: 'info', message: 'Workflow completed' };
    connection.receive(notice);
    await expect(next()).resolves.toEqual(notice);
    expect(connection.sent).toEqual([]);
  });

  it('subscribes from a version and leaves out what was seen', async () => {
    const { next } = watch({ workflowId: WORKFLOW, afterSeq: 3 });
    const first = next();
    const connection = await server.next();
    connection.open();
    await first;
    const second = next();
    for (const seq of [3, 4, 4, 5]) connection.receive(event(seq));
    await expect(second).resolves.toMatchObject({ seq: 4 });
    await expect(next()).resolves.toMatchObject({ seq: 5 });
    expect(connection.sent).toEqual([{ type: 'subscribe', workflow_id: WORKFLOW, after_seq: 3 }]);
  });

  it('answers heartbeats itself', async () => {
    const { next } = watch();
    const first = next();
    const connection = await server.next();
    connection.open();
    await first;
    connection.receive({ type: 'heartbeat', content: 'ping', timestamp: '2026-01-01T00:00:00Z' });
    connection.receive(delta);
    await expect(next()).resolves.toMatchObject({ type: 'delta' });
    expect(connection.sent).toEqual([{ type: 'heartbeat', content: 'pong' }]);
  });

  it('passes over what it does not understand', async () => {
    const { next } = watch();
    const first = next();
    const connection = await server.next();
    connection.open();
    await first;
    for (const text of ['nonsense', '[]', 'null', '{"type":1}', '{"type":"from-the-future"}'])
      connection.receiveText(text);
    connection.receive(delta);
    await expect(next()).resolves.toMatchObject({ type: 'delta' });
  });

  it('reconnects and resumes after the last event it handed out', async () => {
    const { next } = watch({ workflowId: WORKFLOW, afterSeq: 0 });
    const first = next();
    const connection = await server.next();
    connection.open();
    await first;
    connection.receive(event(1));
    await expect(next()).resolves.toMatchObject({ seq: 1 });
    connection.end(1001, 'server going away');
    await expect(next()).resolves.toMatchObject({ type: 'disconnected', reason: 'server going away' });

    const again = next();
    await jest.advanceTimersByTimeAsync(300);
    const second = await server.next();
    second.open();
    await expect(again).resolves.toEqual({ type: 'connected' });
    const resumed = next();
    second.receive(event(2));
    await expect(resumed).resolves.toMatchObject({ seq: 2 });
    expect(second.sent).toEqual([{ type: 'subscribe', workflow_id: WORKFLOW, after_seq: 1 }]);
  });

  it('pauses longer with every failure', async () => {
    const { next } = watch();
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      const frame = next();
      await jest.advanceTimersByTimeAsync(5_000);
      (await server.next()).end(1006);
      const ended = await frame;
      if (ended?.type === 'disconnected') pauses.push(ended.retryInMs);
    }
    expect(pauses[0]).toBeLessThanOrEqual(250);
    expect(pauses[6]).toBeGreaterThanOrEqual(2_500);
    expect(pauses[6]).toBeLessThanOrEqual(5_000);
  });

  it('starts anew when told that the state has to be loaded again', async () => {
    const { next } = watch({ workflowId: WORKFLOW, afterSeq: 9 });
    const first = next();
    const connection = await server.next();
    connection.open();
    await first;
    connection.receive({ type: 'subscribed', workflow_id: WORKFLOW, seq: 4 });
    connection.receive({ type: 'resync', workflow_id: WORKFLOW });
    await expect(next()).resolves.toMatchObject({ type: 'subscribed' });
    await expect(next()).resolves.toMatchObject({ type: 'resync' });
    await expect(next()).resolves.toMatchObject({ type: 'disconnected' });
    expect(connection.isClosed()).toBe(true);
    const again = next();
    await jest.advanceTimersByTimeAsync(300);
    const second = await server.next();
    second.open();
    await again;
    const resumed = next();
    second.receive(event(5));
    await resumed;
    expect(second.sent).toEqual([{ type: 'subscribe', workflow_id: WORKFLOW, after_seq: 4 }]);
  });

  it.each([
    ['a session that ended', 4401, undefined],
    ['a refused upgrade', 1006, 401],
  ])('ends with 401 for %s', async (_name, code, httpStatus) => {
    const { next } = watch();
    const first = next();
    (await server.next()).end(code, '', httpStatus);
    await expect(first).rejects.toMatchObject({ status: 401, code: 'not-signed-in' });
  });

  it.each([
    ['workflow-not-found', 404],
    ['role-missing', 403],
    ['not-signed-in', 401],
  ])('ends when the subscription is refused with %s', async (code, status) => {
    const { next } = watch({ workflowId: WORKFLOW });
    const first = next();
    const connection = await server.next();
    connection.open();
    await first;
    connection.receive({ type: 'error', code, message: 'No.', workflow_id: WORKFLOW });
    const refusal: unknown = await next().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(BotArmyProblem);
    expect(refusal).toMatchObject({ status, code, detail: 'No.' });
    expect(connection.isClosed()).toBe(true);
  });

  it('subscribes again when the refusal may pass', async () => {
    const { next } = watch({ workflowId: WORKFLOW });
    const first = next();
    const connection = await server.next();
    connection.open();
    await first;
    connection.receive({ type: 'error', code: 'unavailable', message: 'Later.', workflow_id: WORKFLOW });
    await expect(next()).resolves.toMatchObject({ type: 'error', code: 'unavailable' });
    await expect(next()).resolves.toMatchObject({ type: 'disconnected' });
  });

  it('hands out errors that are not about its workflow', async () => {
    const { next } = watch({ workflowId: WORKFLOW });
    const first = next();
    const connection = await server.next();
    connection.open();
    await first;
    connection.receive({ type: 'error', code: 'malformed-json', message: 'What?' });
    connection.receive(event(1));
    await expect(next()).resolves.toMatchObject({ type: 'error' });
    await expect(next()).resolves.toMatchObject({ seq: 1 });
  });

  it('ends quietly when told to, also in a pause', async () => {
    const { next } = watch();
    const first = next();
    const connection = await server.next();
    connection.open();
    await first;
    const second = next();
    stop.abort();
    await expect(second).resolves.toBeUndefined();
    expect(connection.isClosed()).toBe(true);

    stop = new AbortController();
    const other = watch();
    const ended = other.next();
    (await server.next()).end(1006);
    await expect(ended).resolves.toMatchObject({ type: 'disconnected', reason: 'the connection was closed (1006)' });
    const third = other.next();
    stop.abort();
    await expect(third).resolves.toBeUndefined();
  });

  it('takes a connection that is silent for too long for dead', async () => {
    const { next } = watch();
    const first = next();
    const connection = await server.next();
    connection.open();
    await first;
    const second = next();
    await jest.advanceTimersByTimeAsync(101_000);
    await expect(second).resolves.toMatchObject({ type: 'disconnected', reason: 'silent for too long' });
    expect(connection.isClosed()).toBe(true);
  });

  it('drops deltas for a slow reader, then the connection, but no event', async () => {
    const { next } = watch({ workflowId: WORKFLOW, afterSeq: 0 });
    const first = next();
    const connection = await server.next();
    connection.open();
    await first;
    for (let index = 0; index < 6_000; index += 1) connection.receive(delta);
    for (let seq = 1; seq <= 6_000; seq += 1) connection.receive(event(seq));
    expect(connection.isClosed()).toBe(true);
    let last = 0;
    for (;;) {
      const frame = await next();
      if (frame?.type === 'disconnected') {
        expect(frame.reason).toBe('the reader is too slow');
        break;
      }
      if (frame?.type !== 'workflow_event') continue;
      expect(frame.seq).toBe(last + 1);
      last = frame.seq;
    }
    const again = next();
    await jest.advanceTimersByTimeAsync(300);
    const second = await server.next();
    second.open();
    await again;
    const resumed = next();
    second.receive(event(last + 1));
    await resumed;
    expect(second.sent).toEqual([{ type: 'subscribe', workflow_id: WORKFLOW, after_seq: last }]);
  });

  it('retries when a socket cannot even be opened', async () => {
    const { next } = watch({ openSocket: () => Promise.reject(new Error('no sockets here')) });
    await expect(next()).resolves.toMatchObject({ type: 'disconnected', reason: 'Error: no sockets here' });
  });
});

describe('the address of the live feed', () => {
  it.each([
    ['http://127.0.0.1:8000', 'ws://127.0.0.1:8000/api/ws'],
    ['https://botarmy.example/', 'wss://botarmy.example/api/ws'],
    ['https://example.com/botarmy', 'wss://example.com/botarmy/api/ws'],
  ])('of %s is %s', (baseUrl, url) => {
    expect(liveUrl(baseUrl)).toBe(url);
  });
});
