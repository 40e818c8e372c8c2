import type { RunningService } from '@botarmy/chassis';
import { createId, getHitlRequest, listHitlRequests, listModelCalls, readArtifactOrigin } from '@botarmy/contracts';
import type { ArtifactMetadata, HitlRequestView, LogInReply, ModelCallView } from '@botarmy/contracts';

import { send } from '../client.fixture';
import { GatewayRig, refuse } from '../gateway.fixture';

const MOMENT = '2026-01-15T10:30:00.000Z';
const workflow_id = createId('wf');
const reference = { artifact_id: createId('art'), version_id: createId('ver'), version: 1 };
const input = { ...reference, path: 'project_brief.md', sha256: 'a'.repeat(64), size_bytes: 6 };

function artifact(metadata: Record<string, unknown>): ArtifactMetadata {
  return {
    ...{ id: createId('art'), name: 'Plan', type: 'markdown', path: 'plan.md', agent_id: 'analyst', stage: 'analyze' },
    ...{ created_at: MOMENT, modified_at: MOMENT, size_bytes: 6, checksum: 'b'.repeat(64), dependencies: [] },
    ...{ metadata, workflow_id, version: 2, version_id: createId('ver') },
  };
}

function call(changes: Partial<ModelCallView>): ModelCallView {
  return {
    ...{ call_id: createId('call'), idempotency_key: 'key', state: 'done', error_code: null, workflow_id },
    ...{
      stage_id: 'analyze',
      task_id: 'plan',
      attempt: 2,
      agent_id: 'analyst',
      virtual_key_id: null,
      route: 'default',
    },
    ...{ provider: 'openai', model: 'gpt', input_tokens: 10, output_tokens: 20, cost_micros: 300 },
    ...{ provider_requests: 1, doubtful_requests: 0, has_side_effects: false, needs_decision: false, resolution: null },
    ...{ resolved_by: null, resolved_at: null, tier: null, decision: null, claim_ends_at: null },
    ...{ created_at: MOMENT, settled_at: MOMENT, ...changes },
  };
}

function request(versionId: string, title: string): HitlRequestView {
  return {
    ...{ id: createId('hitl'), workflow_id, agent_id: 'analyst', type: 'approval', title, description: '' },
    ...{ status: 'approved', created_at: MOMENT, resolved_at: MOMENT, context: { stage: 'analyze', artifacts: [] } },
    ...{ options: [], artifact_versions: [{ ...input, version_id: versionId }], response: null },
  };
}

describe('where an artifact comes from', () => {
  let rig: GatewayRig;
  let gateway: RunningService;
  let session: LogInReply;

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
    session = rig.session('operator');
  });
  afterAll(() => rig.stop());

  const provenance = (artifact_id: string, query = '', as = session) =>
    send(`${gateway.url}/api/artifacts/${artifact_id}/provenance${query}`, { bearer: as });

  it('is told with task, calls and their cost, approvals and inputs of that version alone', async () => {
    const plan = artifact({ task_id: 'plan', attempt: 2 });
    rig.answer(readArtifactOrigin, () => ({ artifact: plan, inputs: [input] }));
    const pages = [
      { calls: [call({}), call({ attempt: 1 }), call({ task_id: 'other' })], next_cursor: 'page-2' },
      { calls: [call({ cost_micros: 40 })], next_cursor: null },
    ];
    rig.answer(listModelCalls, ({ cursor }) => pages[cursor === undefined ? 0 : 1] ?? refuse(400, 'no-page'));
    const requests = [request(plan.version_id, 'About it'), request(createId('ver'), 'About another')];
    rig.answer(listHitlRequests, () => ({ requests, total_count: 2, next_cursor: null }));
    rig.answer(getHitlRequest, ({ request_id }) => requests.find(({ id }) => id === request_id) ?? refuse(404, 'none'));
    const answer = await provenance(plan.id, '?version=2');
    expect(rig.askedOf(readArtifactOrigin)[0]?.request).toEqual({ artifact_id: plan.id, version: 2 });
    expect(answer.json()).toMatchObject({
      artifact: { version_id: plan.version_id },
      task: { workflow_id, stage: 'analyze', agent_id: 'analyst', task_id: 'plan', attempt: 2 },
      inputs: [input],
      model_calls: [{ cost_micros: 300 }, { cost_micros: 40 }],
      cost_micros: 340,
      approvals: [{ title: 'About it', status: 'approved' }],
      is_complete: true,
    });
  });

  it('has no calls where no task made it, and no cost where a part of it is unknown', async () => {
    rig.answer(listHitlRequests, () => ({ requests: [], total_count: 0, next_cursor: null }));
    const edit = artifact({ edited_by: 'usr_ann' });
    rig.answer(readArtifactOrigin, () => ({ artifact: edit, inputs: [] }));
    expect((await provenance(edit.id)).json()).toMatchObject({
      task: { task_id: null },
      model_calls: [],
      cost_micros: 0,
    });
    const plan = artifact({ task_id: 'plan', attempt: 2 });
    rig.answer(readArtifactOrigin, () => ({ artifact: plan, inputs: [] }));
    rig.answer(listModelCalls, () => ({ calls: [call({}), call({ cost_micros: null })], next_cursor: null }));
    expect((await provenance(plan.id)).json()).toMatchObject({ cost_micros: null });
  });

  it('says when there was more than is looked through', async () => {
    const plan = artifact({ task_id: 'plan', attempt: 2 });
    rig.answer(readArtifactOrigin, () => ({ artifact: plan, inputs: [] }));
    rig.answer(listModelCalls, () => ({ calls: [], next_cursor: 'again' }));
    expect((await provenance(plan.id)).json()).toMatchObject({ is_complete: false });
  });

  it('is told to operators, and of artifacts of the tenant', async () => {
    rig.answer(readArtifactOrigin, () => refuse(404, 'artifact-not-found'));
    expect((await provenance(createId('art'))).status).toBe(404);
    expect((await provenance('nonsense')).status).toBe(404);
    expect((await provenance(createId('art'), '', rig.session('viewer'))).status).toBe(403);
  });
});
