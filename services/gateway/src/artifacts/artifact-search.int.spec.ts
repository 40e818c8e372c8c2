import { unzipSync } from 'fflate';

import type { RunningService } from '@botarmy/chassis';
import {
  compareArtifactVersions,
  createId,
  describeArtifacts,
  listArtifacts,
  listArtifactVersions,
  readArtifact,
  searchArtifacts,
} from '@botarmy/contracts';
import type { ArtifactMetadata, LogInReply } from '@botarmy/contracts';

import { send } from '../client.fixture';
import type { Sending } from '../client.fixture';
import { GatewayRig } from '../gateway.fixture';

const MOMENT = '2026-01-15T10:30:00.000Z';

function metadata(changes: Partial<ArtifactMetadata>): ArtifactMetadata {
  return {
    id: createId('art'),
    name: 'Plan',
    type: 'markdown',
    path: 'plan.md',
    agent_id: 'analyst',
    stage: 'analyze',
    created_at: MOMENT,
    modified_at: MOMENT,
    size_bytes: 6,
    checksum: 'a'.repeat(64),
    dependencies: [],
    metadata: {},
    workflow_id: createId('wf'),
    version: 3,
    version_id: createId('ver'),
    ...changes,
  };
}

describe('finding and taking artifacts', () => {
  let rig: GatewayRig;
  let gateway: RunningService;
  let session: LogInReply;

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
    session = rig.session('viewer');
  });
  afterAll(() => rig.stop());

  const call = (path: string, sending: Sending = {}) => send(gateway.url + path, { bearer: session, ...sending });
  const unzipped = (bytes: Uint8Array): Record<string, string> =>
    Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, file]) => [path, Buffer.from(file).toString()]));

  it('searches, and says what a search takes', async () => {
    const reply = { hits: [], next_cursor: null, not_indexed: 0 };
    rig.answer(searchArtifacts, () => reply);
    expect((await call('/api/artifacts/search?text=red%20door&limit=5&agent_id=tester')).json()).toEqual(reply);
    expect(rig.askedOf(searchArtifacts)[0]?.request).toEqual({ text: 'red door', limit: 5, agent_id: 'tester' });
    expect((await call('/api/artifacts/search')).status).toBe(400);
    expect((await call('/api/artifacts/search?text=a&cursor=1;drop')).status).toBe(400);
  });

  it('lists versions and compares two', async () => {
    const of = `/api/artifacts/${createId('art')}`;
    rig.answer(listArtifactVersions, () => ({ versions: [], total_count: 0, next_before: null }));
    expect((await call(`${of}/versions?before=4`)).status).toBe(200);
    const compared = { from: metadata({ version: 1 }), to: metadata({}), added_lines: 0, removed_lines: 0 };
    rig.answer(compareArtifactVersions, () => ({ ...compared, hunks: [], detail: 'lines' as const, identical: true }));
    expect((await call(`${of}/diff?from=1&to=3`)).json()).toMatchObject({ identical: true });
    expect((await call(`${of}/diff?from=1`)).status).toBe(400);
  });

  it('streams all artifacts of a workflow, at the versions that were listed', async () => {
    const workflow_id = createId('wf');
    const artifacts = [
      metadata({ workflow_id }),
      metadata({ workflow_id, path: 'metadata/session_logs.json', version: 1 }),
    ];
    rig.answer(listArtifacts, () => ({ artifacts, total_count: 2, next_cursor: null }));
    rig.answer(readArtifact, ({ artifact_id, version }) => ({
      artifact: metadata({ id: artifact_id }),
      content: `version ${version}`,
    }));
    const answer = await call(`/api/workflows/${workflow_id}/artifacts/zip`);
    expect(answer.headers.get('content-type')).toBe('application/zip');
    expect(answer.headers.get('content-disposition')).toContain(`filename="${workflow_id}.zip"`);
    expect(unzipped(answer.bytes)).toEqual({ 'plan.md': 'version 3', 'metadata/session_logs.json': 'version 1' });
  });

  it('puts a selection of several workflows into a folder each', async () => {
    const [one, two] = [metadata({}), metadata({})];
    rig.answer(describeArtifacts, () => ({ artifacts: [one, two] }));
    rig.answer(readArtifact, () => ({ artifact: one, content: 'text' }));
    const body = { artifact_ids: [one.id, two.id], name: 'plans' };
    const answer = await call('/api/artifacts/zip', { body });
    expect(answer.headers.get('content-disposition')).toContain('filename="plans.zip"');
    expect(Object.keys(unzipped(answer.bytes))).toEqual([`${one.workflow_id}/plan.md`, `${two.workflow_id}/plan.md`]);
  });

  it('refuses a selection with an unknown artifact, and one that is too large, before the first byte', async () => {
    const one = metadata({});
    rig.answer(describeArtifacts, () => ({ artifacts: [one] }));
    const body = { artifact_ids: [one.id, createId('art')] };
    expect((await call('/api/artifacts/zip', { body })).json()).toMatchObject({ code: 'artifact-not-found' });
    rig.answer(describeArtifacts, () => ({ artifacts: [metadata({ size_bytes: 300 * 1024 * 1024 })] }));
    const large = await call('/api/artifacts/zip', { body: { artifact_ids: [one.id] } });
    expect([large.status, (large.json() as { code: string }).code]).toEqual([413, 'selection-too-large']);
    expect((await call('/api/artifacts/zip', { body: { artifact_ids: [one.id], name: '../x' } })).status).toBe(400);
  });
});
