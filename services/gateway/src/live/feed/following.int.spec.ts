import type { RunningService } from '@botarmy/chassis';
import { createId, readWorkflowEvents } from '@botarmy/contracts';
import type { LogInReply } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { send } from '../../client.fixture';
import { GatewayRig, refuse } from '../../gateway.fixture';
import { LiveClient } from '../live-client.fixture';
import { WorkflowSource } from '../workflow-source.fixture';

/** A connection that misses the broker's patience while the machine is busy tries again after five seconds. */
const RECONNECT_MS = 30_000;

describe('news over the WebSocket hub', () => {
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

  describe('to every socket of a tenant', () => {
    it('tells what specification §7.5 says, and to no other tenant', async () => {
      const [own, other] = [await connect(), await connect(rig.session('owner', { tenantId: 'ten_other' }))];
      const workflowId = source.create();
      await source.record(workflowId, 'task-scheduled', { task_id: 'architecture', agent_id: 'architect', attempt: 1 });
      await source.record(workflowId, 'approval-requested', {
        request_id: 'hitl_1',
        agent_id: 'architect',
        stage_id: 'design',
        title: 'Architecture Review Required',
      });
      await source.record(workflowId, 'approval-answered', { request_id: 'hitl_1', response: 'approved' });
      await source.record(workflowId, 'workflow-completed', {}, { status: 'completed', progress_percent: 100 });
      await own.frame('system_notification', ({ workflow_id }) => workflow_id === workflowId);
      const told = own.frames.filter(({ workflow_id }) => workflow_id === workflowId);
      expect(told).toContainEqual({
        type: 'agent_status',
        agent_id: 'architect',
        status: 'processing',
        workflow_id: workflowId,
        task_id: 'architecture',
        task_name: 'Create Architecture',
        progress: 50,
        seq: 1,
      });
      expect(told).toContainEqual({
        type: 'workflow_progress',
        workflow_id: workflowId,
        progress: 40,
        status: 'in_progress',
        current_stage: 'Design',
        current_agent: 'architect',
        seq: 1,
      });
      const request = {
        type: 'hitl_request',
        request_id: 'hitl_1',
        agent_id: 'architect',
        workflow_id: workflowId,
        title: 'Architecture Review Required',
      };
      expect(told).toContainEqual({ ...request, status: 'pending', seq: 2 });
      expect(told).toContainEqual({ ...request, status: 'approved', seq: 3 });
      expect(told).toContainEqual({
        type: 'system_notification',
        level: 'info',
        message: 'Workflow completed: A todo application',
        workflow_id: workflowId,
        seq: 4,
      });
      expect(own.of('workflow_event')).toHaveLength(0);
      expect(other.frames).toHaveLength(0);
    });
  });

  describe('to subscribers', () => {
    it('replays what they lack, then what happens, without a gap and in order', async () => {
      const client = await connect();
      const workflowId = source.create();
      for (let count = 0; count < 250; count += 1) source.commit(workflowId, 'gate-evaluated');
      expect(await client.subscribe(workflowId, 10)).toEqual({ type: 'subscribed', workflow_id: workflowId, seq: 250 });
      for (let count = 0; count < 20; count += 1) await source.record(workflowId, 'gate-evaluated');
      await client.frame('workflow_event', ({ seq }) => seq === 270);
      expect(client.of('workflow_event').map(({ seq }) => seq)).toEqual(
        Array.from({ length: 260 }, (_, index) => index + 11),
      );
      expect(client.of('workflow_event')[0]).toMatchObject({
        workflow_id: workflowId,
        event: {
          seq: 11,
          type: 'gate-evaluated',
          occurred_at: expect.any(String) as string,
          data: {},
          progress: { progress_percent: 40 },
        },
      });
    });

    it('starts with what happens next when no version is named', async () => {
      const client = await connect();
      const workflowId = source.create();
      await source.record(workflowId, 'workflow-started');
      expect((await client.subscribe(workflowId)).seq).toBe(1);
      await source.record(workflowId, 'stage-started');
      await client.frame('workflow_event');
      expect(client.of('workflow_event').map(({ seq }) => seq)).toEqual([2]);
    });

    it('fills what news did not bring from the log', async () => {
      const client = await connect();
      const workflowId = source.create();
      await client.subscribe(workflowId, 0);
      source.commit(workflowId, 'workflow-started');
      source.commit(workflowId, 'stage-started');
      await source.record(workflowId, 'task-scheduled');
      await source.publish(workflowId, 2);
      await source.publish(workflowId, 3);
      await client.frame('workflow_event', ({ seq }) => seq === 3);
      await source.record(workflowId, 'task-completed');
      await client.frame('workflow_event', ({ seq }) => seq === 4);
      expect(client.of('workflow_event').map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
      expect(await metric('botarmy_live_filled_gaps_total')).toBeGreaterThan(0);
    });

    it('tells a client that is ahead of the log to start again', async () => {
      const client = await connect();
      const workflowId = source.create();
      source.commit(workflowId, 'workflow-started');
      await client.subscribe(workflowId, 7);
      await client.frame('resync');
      await source.record(workflowId, 'stage-started');
      await client.frame('workflow_event', ({ seq }) => seq === 2);
    });

    it('sends deltas while a turn is written, and its text so far to who comes later', async () => {
      const [first, second] = [await connect(), await connect()];
      const workflowId = source.create();
      source.commit(workflowId, 'workflow-started');
      await first.subscribe(workflowId, 1);
      source.delta(workflowId, 0, '# Archi');
      source.delta(workflowId, 7, 'tecture');
      await first.frame('delta', ({ offset }) => offset === 7);
      expect(first.of('delta')[0]).toEqual({
        type: 'delta',
        workflow_id: workflowId,
        task_id: 'architecture',
        agent_id: 'architect',
        attempt: 1,
        turn: 1,
        offset: 0,
        text: '# Archi',
      });
      await second.subscribe(workflowId, 1);
      expect(await second.frame('snapshot')).toMatchObject({
        task_id: 'architecture',
        turn: 1,
        offset: 0,
        text: '# Architecture',
      });
      await source.record(workflowId, 'task-completed', { task_id: 'architecture', attempt: 1 });
      await second.frame('workflow_event', ({ seq }) => seq === 2);
      const third = await connect();
      await third.subscribe(workflowId, 2);
      await source.record(workflowId, 'stage-completed');
      await third.frame('workflow_event');
      expect(third.of('snapshot')).toHaveLength(0);
    });

    it('sends nothing any more after they unsubscribed', async () => {
      const client = await connect();
      const workflowId = source.create();
      await client.subscribe(workflowId);
      client.send({ type: 'unsubscribe', workflow_id: workflowId });
      await client.frame('unsubscribed');
      await source.record(workflowId, 'workflow-started');
      source.delta(workflowId, 0, 'text');
      await client.frame('workflow_progress', ({ workflow_id }) => workflow_id === workflowId);
      expect([...client.of('workflow_event'), ...client.of('delta')]).toHaveLength(0);
    });

    it('shows no workflow of another tenant, and answers as for one that is not', async () => {
      const client = await connect();
      const foreign = source.create('ten_other');
      for (const workflow_id of [foreign, createId('wf')])
        client.send({ type: 'subscribe', workflow_id, after_seq: 0 });
      await waitFor(() => client.of('error').length === 2, { describe: 'both refusals' });
      const [one, other] = client.of('error').map(({ code, message }) => ({ code, message }));
      expect(one).toEqual(other);
      expect(one?.code).toBe('workflow-not-found');
      await source.record(foreign, 'workflow-started');
      await client.subscribe(source.create());
      expect(client.of('workflow_event')).toHaveLength(0);
    });

    it('says when the log cannot be read', async () => {
      const client = await connect();
      rig.answer(readWorkflowEvents, () => refuse(503, 'unavailable'));
      client.send({ type: 'subscribe', workflow_id: createId('wf') });
      expect(await client.frame('error')).toMatchObject({ code: 'unavailable' });
      source = new WorkflowSource(rig);
    });
  });

  it('closes a client that reads nothing, and keeps the others served', async () => {
    const [slow, quick] = [await connect(), await connect()];
    const workflowId = source.create();
    slow.socket.pause();
    const padding = 'x'.repeat(60_000);
    await quick.subscribe(workflowId, 0);
    let closed = 0;
    for (let count = 0; closed === 0 && count < 400; count += 1) {
      await source.record(workflowId, 'workflow-failed', { detail: padding });
      closed = await metric('botarmy_live_closed_connections_total{reason="too-slow"}');
    }
    expect(closed).toBe(1);
    const last = await source.record(workflowId, 'stage-completed');
    await quick.frame('workflow_event', ({ seq }) => seq === last);
    expect(quick.of('workflow_event')).toHaveLength(last);
    slow.socket.resume();
    expect([1006, 1013]).toContain((await slow.end()).code);
  });

  it('gives a client that lags a snapshot instead of every delta', async () => {
    const client = await connect();
    const workflowId = source.create();
    await client.subscribe(workflowId, 0);
    client.socket.pause();
    const piece = 'y'.repeat(1_000);
    for (let index = 0; index < 8_000; index += 1) source.delta(workflowId, index * piece.length, piece);
    await rig.service('agent-runner').connection.flush();
    const last = await source.record(workflowId, 'stage-completed');
    client.socket.resume();
    await client.frame('workflow_event', ({ seq }) => seq === last);
    const end = 8_000 * piece.length;
    await waitFor(
      () =>
        [...client.of('delta'), ...client.of('snapshot')].some(
          ({ offset, text }) => Number(offset) + String(text).length === end,
        ),
      { describe: 'the end of the text' },
    );
    expect(client.of('delta').length).toBeLessThan(8_000);
    expect(client.of('snapshot').length).toBeGreaterThan(0);
  });

  // Last, because the services of the rig need a while to be back.
  it('catches up by itself when the broker was away', async () => {
    const client = await connect();
    const workflowId = source.create();
    await client.subscribe(workflowId, 0);
    await rig.broker.server.kill();
    source.commit(workflowId, 'workflow-started');
    await rig.broker.server.restart();
    await client.frame('workflow_event', ({ seq }) => seq === 1, RECONNECT_MS);
  });
});
