import type { RunningService } from '@botarmy/chassis';
import {
  cancelWorkflow,
  createId,
  getAgentStatus,
  getHitlRequest,
  getOrchestratorOverview,
  getRouterStatus,
  getWorkflowLineage,
  getWorkflowStatus,
  listArtifacts,
  listHitlRequests,
  listWorkflows,
  pauseWorkflow,
  readArtifact,
  readWorkflowEvents,
  respondToHitlRequest,
  resumeWorkflow,
  startWorkflow,
  verifySession,
} from '@botarmy/contracts';
import type { ArtifactMetadata, LogInReply, WorkflowStatusView } from '@botarmy/contracts';

import { send } from './client.fixture';
import type { Sending } from './client.fixture';
import { GatewayRig, refuse } from './gateway.fixture';

describe('the routes', () => {
  let rig: GatewayRig;
  let gateway: RunningService;
  let session: LogInReply;
  const workflowId = createId('wf');
  const requestId = createId('hitl');
  const artifactId = createId('art');
  const moment = '2026-01-15T10:30:00.000Z';

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
    session = rig.session('owner');
  });
  afterAll(() => rig.stop());

  const call = (path: string, sending: Sending = {}) => send(gateway.url + path, { bearer: session, ...sending });

  it('start a workflow on behalf of the caller, with the client’s idempotency key', async () => {
    rig.answer(startWorkflow, () => ({ workflow_id: workflowId, status: 'started', estimated_duration_minutes: 25 }));
    const answer = await call('/api/workflows/start', {
      body: { project_brief: `' OR 1=1 -- <b>todo</b>`, workflow_type: 'sdlc' },
      headers: { 'idempotency-key': 'start-1', 'x-request-id': 'request-0123456789' },
    });
    expect(answer.status).toBe(201);
    expect(answer.json()).toEqual({ workflow_id: workflowId, status: 'started', estimated_duration_minutes: 25 });
    expect(rig.askedOf(startWorkflow)).toEqual([
      {
        request: { project_brief: `' OR 1=1 -- <b>todo</b>`, workflow_type: 'sdlc' },
        caller: {
          tenant_id: 'ten_default',
          user_id: 'usr_owner',
          user_name: 'A owner',
          role: 'owner',
          request_id: 'request-0123456789',
          idempotency_key: 'start-1',
        },
      },
    ]);
  });

  it('list workflows by page', async () => {
    rig.answer(listWorkflows, () => ({ workflows: [], total_count: 3, next_cursor: 'wf_next' }));
    const answer = await call('/api/workflows?status=paused&limit=20&cursor=wf_before');
    expect(answer.json()).toEqual({ workflows: [], total_count: 3, next_cursor: 'wf_next' });
    expect(rig.askedOf(listWorkflows)[0]?.request).toEqual({ status: 'paused', limit: 20, cursor: 'wf_before' });
  });

  it('show, pause, resume and cancel a workflow', async () => {
    const view = { id: workflowId, status: 'in_progress' } as WorkflowStatusView;
    rig.answer(getWorkflowStatus, () => view);
    rig.answer(pauseWorkflow, () => ({ success: true, paused_at: moment }));
    rig.answer(resumeWorkflow, () => ({ success: true, resumed_at: moment }));
    rig.answer(cancelWorkflow, () => ({ success: true, cancelled_at: moment }));
    const of = `/api/workflows/${workflowId}`;
    expect((await call(`${of}/status`)).json()).toEqual(view);
    const paused = await call(`${of}/pause?mode=immediate`, { method: 'POST' });
    expect([paused.status, paused.json()]).toEqual([200, { success: true, paused_at: moment }]);
    expect((await call(`${of}/resume`, { method: 'POST' })).json()).toEqual({ success: true, resumed_at: moment });
    expect((await call(`${of}/cancel`, { body: { reason: 'changed plans' } })).status).toBe(200);
    expect((await call(`${of}/cancel`, { method: 'POST' })).json()).toEqual({ success: true, cancelled_at: moment });
    expect(rig.askedOf(pauseWorkflow)[0]?.request).toEqual({ workflow_id: workflowId, mode: 'immediate' });
    expect(rig.askedOf(cancelWorkflow).map(({ request }) => request)).toEqual([
      { workflow_id: workflowId, reason: 'changed plans' },
      { workflow_id: workflowId },
    ]);
  });

  it('pass the engine’s refusals on', async () => {
    rig.answer(resumeWorkflow, () => refuse(409, 'workflow-not-paused'));
    const answer = await call(`/api/workflows/${workflowId}/resume`, { method: 'POST' });
    expect(answer.json()).toMatchObject({
      status: 409,
      code: 'workflow-not-paused',
      detail: 'Refused by the service.',
    });
  });

  it('page through a log and list artifacts of a workflow', async () => {
    rig.answer(readWorkflowEvents, () => ({ events: [], last_seq: 9 }));
    expect((await call(`/api/workflows/${workflowId}/events?after_seq=3&limit=10`)).json()).toMatchObject({
      last_seq: 9,
    });
    expect(rig.askedOf(readWorkflowEvents)[0]?.request).toEqual({ workflow_id: workflowId, after_seq: 3, limit: 10 });
    await call(`/api/workflows/${workflowId}/artifacts`);
    expect(rig.askedOf(listArtifacts).at(-1)?.request).toEqual({ workflow_id: workflowId });
    await call('/api/artifacts?limit=5');
    expect(rig.askedOf(listArtifacts).at(-1)?.request).toEqual({ limit: 5 });
  });

  it('list, show and answer HITL requests', async () => {
    rig.answer(getHitlRequest, () => refuse(404, 'request-not-found'));
    rig.answer(respondToHitlRequest, () => ({ success: true, resolved_at: moment, workflow_resumed: true }));
    await call('/api/hitl/requests?status=all');
    expect(rig.askedOf(listHitlRequests).at(-1)?.request).toEqual({ status: 'all' });
    expect((await call(`/api/hitl/requests/${requestId}`)).status).toBe(404);
    const answer = await call(`/api/hitl/requests/${requestId}/respond`, {
      body: { response: 'approved', feedback: 'Looks good', modifications: [] },
    });
    expect([answer.status, answer.json()]).toEqual([
      200,
      { success: true, resolved_at: moment, workflow_resumed: true },
    ]);
    expect(rig.askedOf(respondToHitlRequest)[0]?.request).toEqual({
      request_id: requestId,
      response: 'approved',
      feedback: 'Looks good',
      modifications: [],
    });
    const first = { answered_by_name: 'Ada', answered_at: moment, response: 'rejected' };
    rig.answer(respondToHitlRequest, () => refuse(409, 'already-answered', first));
    const late = await call(`/api/hitl/requests/${requestId}/respond`, { body: { response: 'approved' } });
    expect(late.json()).toMatchObject({ status: 409, code: 'already-answered', ...first });
    const wrong = await call(`/api/hitl/requests/${requestId}/respond`, { body: { response: 'maybe' } });
    expect(wrong.json()).toMatchObject({ status: 400, code: 'validation-failed' });
  });

  it('show what an agent is doing', async () => {
    const view = { id: 'analyst', name: 'Analyst', status: 'idle' as const, active_tasks: [] };
    const nothing = { current_task: null, progress_percent: null, started_at: null, artifacts_created: [] };
    rig.answer(getAgentStatus, () => ({ ...view, ...nothing, workflow_id: null }));
    expect((await call(`/api/agents/analyst/status?workflow_id=${workflowId}`)).json()).toMatchObject(view);
    expect(rig.askedOf(getAgentStatus)[0]?.request).toEqual({ agent_id: 'analyst', workflow_id: workflowId });
    expect((await call('/api/agents/..%2f/status')).status).toBe(404);
  });

  it('show an artifact, and serve it as an inert file', async () => {
    const artifact = {
      id: artifactId,
      workflow_id: workflowId,
      path: 'x\r\nSet-Cookie: a=b.md',
      type: 'markdown',
      checksum: 'a'.repeat(64),
      version: 2,
    };
    const content = '<script>alert(1)</script> übersicht';
    rig.answer(readArtifact, () => ({ artifact: artifact as ArtifactMetadata, content }));
    expect((await call(`/api/artifacts/${artifactId}?version=2`)).json()).toEqual(artifact);
    expect(rig.askedOf(readArtifact)[0]?.request).toEqual({ artifact_id: artifactId, version: 2 });
    const stale = { because: 'a.md', changed_path: 'a.md', changed_version: 2, since: moment };
    rig.answer(getWorkflowLineage, () => ({
      stale: [{ ...stale, path: artifact.path }],
      stale_task_ids: [],
      parent_workflow_id: null,
      parent_seq: null,
      seq: 4,
    }));
    const marked = { ...artifact, stale: { ...stale, path: artifact.path } };
    expect((await call(`/api/artifacts/${artifactId}/content`)).json()).toEqual({ artifact: marked, content });
    rig.answer(getWorkflowLineage, () => refuse(404, 'workflow-not-found'));
    expect((await call(`/api/artifacts/${artifactId}`)).json()).toEqual(artifact);
    const file = await call(`/api/artifacts/${artifactId}/download`);
    expect(file.text).toBe(content);
    expect(file.headers.get('content-type')).toBe('application/octet-stream');
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="xSet-Cookie__a_b.md"/);
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    expect(file.headers.get('content-security-policy')).toContain('sandbox');
    expect(file.headers.has('set-cookie')).toBe(false);
  });

  it('tell how the platform is', async () => {
    expect((await send(`${gateway.url}/health`)).json()).toEqual({
      status: 'healthy',
      environment: 'test',
      uptime: expect.any(Number) as number,
    });
    expect((await call('/api/health')).json()).toEqual({
      status: 'healthy',
      services: {
        llm: 'online',
        websocket: 'online',
        orchestrator: 'online',
        hitl: 'online',
        artifacts: 'online',
        identity: 'online',
      },
      providers: { openai: 'healthy' },
    });
    expect((await call('/api/status')).json()).toEqual({
      active_workflows: 2,
      features_available: { full_workflow: true, websockets: true },
      upload_metrics: { total_uploads: 0, rate_limit_hits: 0 },
      llm_status: { openai: { status: 'healthy', response_time_ms: 234, simulated: true } },
      agents: [{ id: 'analyst', name: 'Analyst', enabled: true }],
      processes: [{ name: 'sdlc', version: '1.0.0', title: 'SDLC', estimated_duration_minutes: 25 }],
      simulated: true,
    });
  });

  it('say when to come back while a service is away, and what is down', async () => {
    const elsewhere = rig.session('viewer', { tenantId: 'ten_elsewhere' });
    await call('/api/workflows', { bearer: elsewhere });
    const silent = [getOrchestratorOverview, getRouterStatus, listHitlRequests, listArtifacts, verifySession];
    await rig.silence(...silent, getWorkflowStatus);
    const away = await call(`/api/workflows/${workflowId}/status`, { bearer: elsewhere });
    expect(away.json()).toMatchObject({ status: 503, code: 'unavailable' });
    expect(away.headers.get('retry-after')).toBe('1');
    expect((await call('/api/health', { bearer: elsewhere })).json()).toEqual({
      status: 'degraded',
      services: {
        llm: 'offline',
        websocket: 'online',
        orchestrator: 'offline',
        hitl: 'offline',
        artifacts: 'offline',
        identity: 'offline',
      },
      providers: {},
    });
    expect((await call('/api/status', { bearer: elsewhere })).json()).toMatchObject({
      active_workflows: null,
      features_available: { full_workflow: false, websockets: true },
      agents: [],
      simulated: null,
    });
  });

  it('are described by the document they serve', async () => {
    const document = (await send(`${gateway.url}/api/openapi.json`)).json<{ openapi: string; paths: object }>();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toContain('/api/workflows/start');
  });

  it('do not exist outside the list', async () => {
    for (const [method, path] of [
      ['GET', '/api/nothing'],
      ['POST', '/api/workflows'],
      ['DELETE', `/api/workflows/${workflowId}`],
      ['GET', '/api'],
    ] as const) {
      expect((await call(path, { method, headers: { accept: 'text/html' } })).json()).toMatchObject({
        status: 404,
        code: 'not-found',
      });
    }
  });

  it('show their metrics to nobody behind a proxy', async () => {
    expect((await send(`${gateway.url}/metrics`)).text).toContain('botarmy_live_connections');
    const forwarded = await send(`${gateway.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(forwarded.status).toBe(404);
  });
});
