import { createLogger, SystemClock } from '@botarmy/chassis';
import type { RunningService } from '@botarmy/chassis';
import {
  cancelWorkflow,
  converse,
  createId,
  getHitlRequest,
  getWorkflowStatus,
  readArtifact,
  respondToHitlRequest,
  startWorkflow,
} from '@botarmy/contracts';
import type { ConverseRequest, HitlRequestView, LogInReply } from '@botarmy/contracts';
import { StreamServer } from '@botarmy/messaging';
import { waitFor } from '@botarmy/testing';

import { send } from '../client.fixture';
import { GatewayRig, refuse } from '../gateway.fixture';
import { WorkflowSource } from '../live/workflow-source.fixture';
import { openRun } from './agui-client.fixture';
import type { OpenRun } from './agui-client.fixture';

const ARTIFACT = { artifact_id: 'art_1', version_id: 'ver_1', version: 1, path: 'draft.md' };

describe('the AG-UI door', () => {
  let rig: GatewayRig;
  let gateway: RunningService;
  let source: WorkflowSource;
  let session: LogInReply;
  const runs: OpenRun[] = [];

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start({ CORS_ORIGINS: '["https://app.example.com"]' });
    source = new WorkflowSource(rig);
    session = rig.session('owner');
    rig.answer(getWorkflowStatus, ({ workflow_id }, { tenant_id }) => {
      if (tenant_id !== 'ten_default') return refuse(404, 'workflow-not-found');
      const agents = [{ id: 'architect', name: 'Architect' }];
      return { id: workflow_id, workflow_type: 'sdlc', stages: [], agents } as never;
    });
    rig.answer(readArtifact, () => ({ content: '# Draft of all' }) as never);
  });
  afterEach(() => {
    for (const run of runs.splice(0)) run.leave();
  });
  afterAll(() => rig.stop());

  const bodyOf = (more: object = {}) => ({
    threadId: 'thread',
    runId: createId('msg'),
    protocolVersion: '1.0',
    messages: [{ id: 'm1', role: 'user', content: 'A lending library' }],
    tools: [],
    context: [],
    ...more,
  });
  const open = async (target: string, more: object = {}, headers: Record<string, string> = {}, as = session) => {
    const run = await openRun(`${gateway.url}/agui/workflows/${target}`, as, bodyOf(more), headers);
    runs.push(run);
    return run;
  };
  const refusal = async (target: string, body: unknown, headers = {}, as = session) => {
    const answer = await send(`${gateway.url}/agui/workflows/${target}`, { body, headers, bearer: as });
    return { status: answer.status, ...answer.json<{ code: string; errors?: { pointer: string }[] }>() };
  };
  const starts = (workflowId: string) => {
    rig.asked.delete(startWorkflow.subject);
    rig.answer(startWorkflow, () => ({ workflow_id: workflowId, status: 'started', estimated_duration_minutes: 1 }));
  };
  const draft = async (workflowId: string): Promise<void> => {
    await source.record(workflowId, 'stage-started', { stage_id: 'design' });
    await source.record(workflowId, 'task-scheduled', {
      task_id: 'draft',
      agent_id: 'architect',
      attempt: 1,
      lease: 1,
    });
  };
  const complete = async (workflowId: string): Promise<void> => {
    await source.record(workflowId, 'task-completed', { task_id: 'draft', attempt: 1 });
    await source.record(workflowId, 'artifact-recorded', { task_id: 'draft', artifact: ARTIFACT });
  };

  it('begins a workflow of a process, tells it, and ends with it; opened again it begins nothing more', async () => {
    const workflowId = source.create();
    starts(workflowId);
    const run = await open('sdlc', { runId: 'run-1', forwardedProps: { inputs: { risky: true } } });
    await draft(workflowId);
    await run.event('SUBAGENT_STARTED');
    source.delta(workflowId, 0, '# Draft', { task_id: 'draft' });
    await run.event('TEXT_MESSAGE_CONTENT');
    await complete(workflowId);
    await source.record(workflowId, 'workflow-completed', { artifact_count: 1 });
    expect(await run.end()).toMatchObject({ type: 'RUN_FINISHED', runId: 'run-1', outcome: { type: 'success' } });
    expect(run.text()).toBe('# Draft of all');
    expect(run.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(run.headers.get('cache-control')).toBe('no-cache, no-transform');

    const again = await open('sdlc', { runId: 'run-1', forwardedProps: { inputs: { risky: true } } });
    expect(await again.end()).toMatchObject({ type: 'RUN_FINISHED' });
    expect(again.text()).toBe('# Draft of all');
    const [first, second] = rig.askedOf(startWorkflow);
    expect(first?.request).toEqual({
      project_brief: 'A lending library',
      workflow_type: 'sdlc',
      inputs: { risky: true },
    });
    expect(first?.caller.idempotency_key).toMatch(/^agui-[0-9a-f]{48}$/);
    expect(second?.caller.idempotency_key).toBe(first?.caller.idempotency_key);
  });

  it('goes on with Last-Event-ID where the connection was cut, on another gateway too, and cancels nothing', async () => {
    const other = await rig.start();
    const workflowId = source.create();
    starts(workflowId);
    const first = await open('sdlc', { runId: 'run-2' });
    await draft(workflowId);
    await first.event('SUBAGENT_STARTED');
    source.delta(workflowId, 0, '# Dra', { task_id: 'draft' });
    await first.event('TEXT_MESSAGE_CONTENT');
    first.leave();
    const headers = { 'last-event-id': first.lastId };
    const url = `${other.url}/agui/workflows/sdlc`;
    const second = await openRun(url, session, bodyOf({ runId: 'run-2' }), headers);
    runs.push(second);
    await complete(workflowId);
    await source.record(workflowId, 'workflow-completed');
    await second.end();
    const types = [...first.events, ...second.events].map(({ type }) => type);
    expect(types.filter((type) => type === 'RUN_STARTED')).toHaveLength(1);
    expect(types.filter((type) => type === 'SUBAGENT_STARTED')).toHaveLength(1);
    expect(types.filter((type) => type === 'TEXT_MESSAGE_START')).toHaveLength(1);
    expect(first.text() + second.text()).toBe('# Draft of all');
    expect(rig.askedOf(cancelWorkflow)).toHaveLength(0);
  });

  it('ends with what people are asked, and goes on in the run that answers', async () => {
    const workflowId = source.create();
    const requestId = createId('hitl');
    const view = { id: requestId, workflow_id: workflowId, agent_id: 'architect', type: 'approval', title: 'Review' };
    const options = [{ value: 'approve', label: 'Approve' }];
    let asked = 0;
    rig.answer(getHitlRequest, ({ request_id }) => {
      asked += 1;
      // Opened a moment after the workflow asked for it.
      if (request_id !== requestId || asked < 3) return refuse(404, 'hitl-request-not-found');
      return { ...view, description: '', status: 'pending', options } as unknown as HitlRequestView;
    });
    rig.answer(respondToHitlRequest, () => {
      const resolved_at = '2026-01-15T10:30:00.000Z';
      return { success: true, resolved_at, workflow_resumed: true, status: 'approved' as const };
    });
    const watching = await open(workflowId);
    await source.record(workflowId, 'approval-requested', { request_id: requestId, agent_id: 'architect' });
    expect(await watching.end()).toMatchObject({
      outcome: { type: 'interrupt', interrupts: [{ id: requestId, reason: 'approval', message: 'Review' }] },
    });

    const resume = [{ interruptId: requestId, status: 'resolved', payload: { response: 'approve' } }];
    const answering = await open('sdlc', { resume });
    expect(rig.askedOf(respondToHitlRequest)[0]?.request).toEqual({ request_id: requestId, response: 'approve' });
    await source.record(workflowId, 'approval-answered', { request_id: requestId, response: 'approved' });
    await source.record(workflowId, 'workflow-cancelled', { reason: 'Enough.' });
    expect(await answering.end()).toMatchObject({ type: 'RUN_FINISHED', outcome: { type: 'cancelled' } });
    const before1 = await open(workflowId, { protocolVersion: undefined });
    expect(await before1.end()).toMatchObject({ type: 'RUN_ERROR', code: 'CANCELLED', message: 'Enough.' });

    const foreign = [{ ...resume[0] }];
    expect(await refusal(source.create(), bodyOf({ resume: foreign }))).toMatchObject({
      status: 400,
      code: 'resume-invalid',
      errors: [{ pointer: '/resume/0/interruptId' }],
    });
  });

  it.each<[string, () => object, number, string]>([
    ['no messages', () => ({ threadId: 't', runId: 'r' }), 422, 'run-input-invalid'],
    ['null where the protocol has nothing', () => bodyOf({ parentRunId: null }), 422, 'run-input-invalid'],
    ['a thread without a name', () => bodyOf({ threadId: '' }), 422, 'run-input-invalid'],
    ['no brief', () => bodyOf({ messages: [] }), 400, 'brief-empty'],
    [
      'a picture',
      () =>
        bodyOf({
          messages: [{ id: 'm', role: 'user', content: [{ type: 'image', source: { type: 'url', value: 'x' } }] }],
        }),
      422,
      'content-not-supported',
    ],
    [
      'an interrupt that is none',
      () => bodyOf({ resume: [{ interruptId: 'x', status: 'cancelled' }] }),
      400,
      'resume-invalid',
    ],
  ])('refuses %s before it begins', async (_case, body, status, code) => {
    expect(await refusal('sdlc', body())).toMatchObject({ status, code });
  });

  it('refuses foreign workflows, names that are none, and ids of events it never gave', async () => {
    const other = rig.session('owner', { tenantId: 'ten_other' });
    expect(await refusal(source.create(), bodyOf(), {}, other)).toMatchObject({ status: 404 });
    expect(await refusal('No_Process', bodyOf())).toMatchObject({ status: 404, code: 'workflow-not-found' });
    const headers = { 'last-event-id': 'seventeen' };
    expect(await refusal('sdlc', bodyOf(), headers)).toMatchObject({ status: 400, code: 'last-event-id-invalid' });
  });

  it('tells as many runs as it has room for', async () => {
    const small = await rig.start({ MAX_CONNECTIONS: '1' });
    const url = `${small.url}/agui/workflows/${source.create()}`;
    const first = await openRun(url, session, bodyOf());
    runs.push(first);
    const second = await send(url, { body: bodyOf(), bearer: session });
    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '5']);
    first.leave();
    const freed = await waitFor(() => openRun(url, session, bodyOf()).catch(() => undefined), { describe: 'room' });
    runs.push(freed);
  });

  it('ends a run with its session, and with the server, saying how to go on', async () => {
    const leaving = rig.session('owner');
    const stopping = await rig.start();
    const workflowId = source.create();
    const url = `${stopping.url}/agui/workflows/${workflowId}`;
    const [first, second] = [await openRun(url, leaving, bodyOf()), await openRun(url, session, bodyOf())];
    runs.push(first, second);
    await rig.endSession(leaving);
    expect(await first.end()).toMatchObject({ type: 'RUN_ERROR', code: 'SESSION_ENDED' });
    await stopping.close();
    expect(await second.end()).toMatchObject({ type: 'RUN_ERROR', code: 'SERVER_STOPPING' });
  });

  it('brings the answer of one agent, whole again for who asks again and the rest for who comes back', async () => {
    const server = new StreamServer(rig.service('hitl'), new SystemClock(), createLogger({ level: 'silent' }));
    const said: [ConverseRequest, string | undefined][] = [];
    server.serve(converse, async (request, { caller, delta }) => {
      said.push([request, caller.idempotency_key]);
      if (request.agent_id !== 'analyst') return refuse(404, 'unknown-agent');
      for (const piece of ['Drills ', 'and ', 'saws.']) delta(piece);
      const ids = { conversation_id: 'conv_1', message_id: 'cmsg_1', answer_id: 'cmsg_2' };
      return { ...ids, status: 'complete', text: 'Drills and saws.' };
    });
    await rig.service('hitl').connection.flush();
    const talk = async (agent: string, body: object, headers = {}) => {
      const run = await openRun(`${gateway.url}/agui/${agent}`, session, body, headers);
      runs.push(run);
      return run;
    };
    const body = bodyOf({ threadId: 'tools', runId: 'chat-1' });
    const run = await talk('analyst', body);
    expect(await run.end()).toMatchObject({
      type: 'RUN_FINISHED',
      threadId: 'tools',
      result: { conversation_id: 'conv_1', answer_id: 'cmsg_2' },
    });
    expect([run.events[0]?.type, run.text()]).toEqual(['RUN_STARTED', 'Drills and saws.']);
    const rest = await talk('analyst', body, { 'last-event-id': 'chat-7' });
    await rest.end();
    expect([rest.events[0]?.type, rest.text()]).toEqual(['TEXT_MESSAGE_CONTENT', 'and saws.']);
    expect(said[0]).toEqual([
      { agent_id: 'analyst', thread: 'tools', content: 'A lending library' },
      expect.stringMatching(/^agui-/) as string,
    ]);
    expect(said[1]?.[1]).toBe(said[0]?.[1]);
    await expect(talk('nobody', body)).rejects.toThrow('404');
    await expect(talk('analyst', bodyOf({ resume: [{ interruptId: 'x', status: 'cancelled' }] }))).rejects.toThrow(
      '400',
    );
    await expect(talk('analyst', body, { 'last-event-id': '7' })).rejects.toThrow('last-event-id-invalid');
  });

  it('says what it can do, and cancels on its own address', async () => {
    const said = await send(`${gateway.url}/agui/capabilities`, { bearer: session });
    expect(said.json()).toMatchObject({ transport: { resumable: true }, humanInTheLoop: { interrupts: true } });
    rig.answer(cancelWorkflow, () => ({ success: true, cancelled_at: '2026-01-15T10:30:00.000Z' }));
    const url = `${gateway.url}/agui/workflows/${source.create()}/cancel`;
    expect((await send(url, { method: 'POST', bearer: session })).json()).toMatchObject({ success: true });
    expect((await send(url, { method: 'POST', bearer: rig.session('viewer') })).status).toBe(403);
  });
});
