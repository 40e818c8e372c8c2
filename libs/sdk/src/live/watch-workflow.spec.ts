import { createBotArmyClient } from '../client/create-botarmy-client';
import { FakeServer } from './fake-socket.fixture';
import { watchWorkflow } from './watch-workflow';

const workflow_event = (seq: number) => ({ type: 'workflow_event', workflow_id: 'wf_a', seq, event: { seq } });

describe('watching a workflow', () => {
  let server: FakeServer;
  let stop: AbortController;
  let answers: (() => Response)[];

  beforeEach(() => {
    jest.useFakeTimers();
    server = new FakeServer();
    stop = new AbortController();
    answers = [];
  });
  afterEach(() => {
    stop.abort();
    jest.useRealTimers();
  });

  function watch(onFrame?: (frame: { type: string }) => void) {
    const client = createBotArmyClient({
      baseUrl: 'http://127.0.0.1:8000',
      token: 'secret',
      fetch: () => {
        const answer = answers.shift();
        return answer === undefined ? Promise.reject(new TypeError('fetch failed')) : Promise.resolve(answer());
      },
    });
    const { openSocket } = server;
    const options = { signal: stop.signal, openSocket, ...(onFrame === undefined ? {} : { onFrame }) };
    return watchWorkflow(client, 'wf_a', options);
  }

  const view = (seq: number, status = 'in_progress') => Response.json({ id: 'wf_a', seq, status });
  const refusal = (status: number, code: string) =>
    Response.json({ type: 'urn:x', title: 'No', status, code, detail: 'No.' }, { status });

  it('tells the status at once and after each change until the end', async () => {
    const seen: string[] = [];
    answers = [() => view(1), () => view(4), () => view(5, 'completed')];
    const statuses = watch(({ type }) => seen.push(type));
    await expect(statuses.next()).resolves.toMatchObject({ value: { seq: 1 } });
    const second = statuses.next();
    const connection = await server.next();
    expect(connection.token).toBe('secret');
    connection.open();
    // Three events, one status: the later two are in it already.
    for (const seq of [2, 3, 4]) connection.receive(workflow_event(seq));
    await expect(second).resolves.toMatchObject({ value: { seq: 4 } });
    expect(connection.sent).toEqual([{ type: 'subscribe', workflow_id: 'wf_a', after_seq: 1 }]);
    const third = statuses.next();
    connection.receive(workflow_event(5));
    await expect(third).resolves.toMatchObject({ value: { status: 'completed' } });
    await expect(statuses.next()).resolves.toMatchObject({ done: true });
    expect(connection.isClosed()).toBe(true);
    expect(seen).toEqual(['connected', 'workflow_event', 'workflow_event', 'workflow_event', 'workflow_event']);
  });

  it('opens no connection for a workflow that ended', async () => {
    answers = [() => view(9, 'failed')];
    const statuses = watch();
    await statuses.next();
    await expect(statuses.next()).resolves.toMatchObject({ done: true });
  });

  it('waits an outage out', async () => {
    answers = [() => view(1), () => refusal(503, 'unavailable'), () => view(2)];
    const statuses = watch();
    await statuses.next();
    const second = statuses.next();
    const connection = await server.next();
    connection.open();
    connection.receive(workflow_event(2));
    await jest.advanceTimersByTimeAsync(300);
    await expect(second).resolves.toMatchObject({ value: { seq: 2 } });
  });

  it('ends with what repeating cannot change', async () => {
    answers = [() => view(1), () => refusal(404, 'workflow-not-found')];
    const statuses = watch();
    await statuses.next();
    const second = statuses.next();
    const connection = await server.next();
    connection.open();
    connection.receive(workflow_event(2));
    await expect(second).rejects.toMatchObject({ status: 404 });
  });

  it('says at once when nobody answers at the start', async () => {
    await expect(watch().next()).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  });

  it('ends quietly when told to', async () => {
    answers = [() => view(1)];
    const statuses = watch();
    await statuses.next();
    const second = statuses.next();
    await server.next();
    stop.abort();
    await expect(second).resolves.toMatchObject({ done: true });
    await expect(watch().next()).resolves.toMatchObject({ done: true });
  });
});
