import type { RunningService } from '@botarmy/chassis';
import {
  createId,
  editArtifact,
  forkWorkflow,
  getWorkflowLineage,
  messageAgent,
  readArtifact,
  rerunStale,
  restartStage,
  retryTask,
  skipTask,
} from '@botarmy/contracts';
import type { ArtifactMetadata, LogInReply } from '@botarmy/contracts';

import { send } from '../client.fixture';
import type { Sending } from '../client.fixture';
import { GatewayRig, refuse } from '../gateway.fixture';

describe('the routes to control a workflow', () => {
  let rig: GatewayRig;
  let gateway: RunningService;
  let session: LogInReply;
  const workflow_id = createId('wf');
  const artifact_id = createId('art');
  const of = `/api/workflows/${workflow_id}`;
  const done = { success: true, changed_at: '2026-01-15T10:30:00.000Z', seq: 9, task_ids: ['review--2'] };

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
    session = rig.session('operator');
  });
  afterAll(() => rig.stop());

  const call = (path: string, sending: Sending = {}) => send(gateway.url + path, { bearer: session, ...sending });

  it('pass on what is to be repeated or left out', async () => {
    for (const question of [retryTask, skipTask, restartStage, rerunStale]) rig.answer(question, () => done);
    const retried = await call(`${of}/tasks/review--2/retry`, {
      body: { feedback: 'Shorter.' },
      headers: { 'idempotency-key': 'retry-1' },
    });
    expect([retried.status, retried.json()]).toEqual([200, done]);
    expect(rig.askedOf(retryTask)[0]).toMatchObject({
      request: { workflow_id, task_id: 'review--2', feedback: 'Shorter.' },
      caller: { idempotency_key: 'retry-1' },
    });
    await call(`${of}/tasks/review/skip`, { body: { reason: 'Not needed.' } });
    expect(rig.askedOf(skipTask)[0]?.request).toEqual({ workflow_id, task_id: 'review', reason: 'Not needed.' });
    await call(`${of}/stages/design/restart`, { method: 'POST' });
    expect(rig.askedOf(restartStage)[0]?.request).toEqual({ workflow_id, stage_id: 'design' });
    await call(`${of}/rerun-stale`, { method: 'POST' });
    expect(rig.askedOf(rerunStale)[0]?.request).toEqual({ workflow_id });
  });

  it('show what is stale', async () => {
    const lineage = { stale: [], stale_task_ids: [], parent_workflow_id: null, parent_seq: null, seq: 3 };
    rig.answer(getWorkflowLineage, () => lineage);
    expect((await call(`${of}/lineage`)).json()).toEqual(lineage);
  });

  it('fork a workflow', async () => {
    const reply = {
      workflow_id: createId('wf'),
      status: 'started' as const,
      parent_workflow_id: workflow_id,
      parent_seq: 4,
    };
    rig.answer(forkWorkflow, () => reply);
    const body = { from_seq: 3, edits: [{ path: 'requirements.md', content: '# New\n' }] };
    const answer = await call(`${of}/fork`, { body });
    expect([answer.status, answer.json()]).toEqual([201, reply]);
    expect(rig.askedOf(forkWorkflow)[0]?.request).toEqual({ workflow_id, ...body });
  });

  it('edit a document by its id', async () => {
    const metadata = { id: artifact_id, workflow_id, path: 'requirements.md', version: 1 } as ArtifactMetadata;
    rig.answer(readArtifact, () => ({ artifact: metadata, content: '# Old\n' }));
    const artifact = {
      artifact_id,
      version_id: 'ver_b',
      version: 2,
      path: 'requirements.md',
      sha256: 'x',
      size_bytes: 6,
    };
    rig.answer(editArtifact, () => ({ artifact, stale: [], task_ids: [], seq: 5 }));
    const body = { content: '# New\n', base_version: 1, rerun: true };
    const answer = await call(`/api/artifacts/${artifact_id}/content`, { method: 'PUT', body });
    expect([answer.status, answer.json()]).toMatchObject([200, { artifact: { version: 2 } }]);
    expect(rig.askedOf(editArtifact)[0]?.request).toEqual({ workflow_id, path: 'requirements.md', ...body });
  });

  it('deliver messages to agents of a workflow', async () => {
    const reply = { message_id: createId('msg'), status: 'delivered' as const, agent_response_expected: true };
    rig.answer(messageAgent, () => reply);
    const body = { agent_id: 'analyst', message: 'Please focus on mobile requirements', context: { stage: 'analyze' } };
    const answer = await call('/api/agents/message', { body: { ...body, workflow_id } });
    expect([answer.status, answer.json()]).toEqual([200, reply]);
    expect(rig.askedOf(messageAgent)[0]?.request).toEqual({
      workflow_id,
      agent_id: 'analyst',
      message: 'About the stage analyze: Please focus on mobile requirements',
    });
  });

  it('answer names that cannot be any like unknown ones, and pass refusals on', async () => {
    expect((await call(`${of}/tasks/..%2f..%2f/retry`, { method: 'POST' })).json()).toMatchObject({
      status: 404,
      code: 'unknown-task',
    });
    rig.answer(retryTask, () => refuse(409, 'workflow-ended'));
    expect((await call(`${of}/tasks/review/retry`, { method: 'POST' })).json()).toMatchObject({
      code: 'workflow-ended',
    });
    const unreasoned = await call(`${of}/tasks/review/skip`, { method: 'POST' });
    expect(unreasoned.json()).toMatchObject({ status: 400, code: 'validation-failed' });
  });

  it('need the operator role to change something', async () => {
    const viewer = rig.session('viewer');
    const commands: [string, Sending][] = [
      [`${of}/tasks/review/retry`, { method: 'POST' }],
      [`${of}/tasks/review/skip`, { body: { reason: 'x' } }],
      [`${of}/stages/design/restart`, { method: 'POST' }],
      [`${of}/rerun-stale`, { method: 'POST' }],
      [`${of}/fork`, { body: { from_seq: 1 } }],
      [`/api/artifacts/${artifact_id}/content`, { method: 'PUT', body: { content: 'x', base_version: 1 } }],
      ['/api/agents/message', { body: { workflow_id, agent_id: 'analyst', message: 'x' } }],
    ];
    for (const [path, sending] of commands)
      expect((await call(path, { ...sending, bearer: viewer })).json()).toMatchObject({ code: 'role-missing' });
    expect((await call(`${of}/lineage`, { bearer: viewer })).status).toBe(200);
  });
});
