import { existsSync } from 'node:fs';

import { adoptArtifacts, createId, listArtifacts, readArtifactVersion } from '@botarmy/contracts';

import { callerOf, createArtifactsRig, OTHER_TENANT_ID } from '../artifacts.fixture';
import type { ArtifactsRig } from '../artifacts.fixture';

describe('adopting artifacts', () => {
  let rig: ArtifactsRig;

  beforeAll(async () => {
    rig = await createArtifactsRig();
  });
  afterAll(() => rig.stop());

  const parentWithTwo = async () => {
    const parent = createId('wf');
    const brief = await rig.store({ workflow_id: parent, path: 'project_brief.md', content: '# Brief\n' });
    const plan = await rig.store({ workflow_id: parent, path: 'plan.md', content: '# Plan\n' });
    return { parent, artifacts: [brief.artifact, plan.artifact] };
  };

  it('gives another workflow the same content under rows of its own', async () => {
    const { parent, artifacts } = await parentWithTwo();
    const child = createId('wf');
    const request = {
      workflow_id: child,
      from_workflow_id: parent,
      version_ids: artifacts.map(({ version_id }) => version_id),
    };
    const adopted = (await rig.ask('orchestrator', adoptArtifacts, request)).artifacts;
    expect(adopted.map(({ path, sha256, version }) => ({ path, sha256, version }))).toEqual(
      artifacts.map(({ path, sha256 }) => ({ path, sha256, version: 1 })),
    );
    expect(adopted[1]?.version_id).not.toBe(artifacts[1]?.version_id);
    const { version_id = '', sha256 = '' } = adopted[1] ?? {};
    const read = await rig.ask('agent-runner', readArtifactVersion, { workflow_id: child, version_id, sha256 });
    expect(read.content).toBe('# Plan\n');
    expect(existsSync(rig.blobFile(sha256))).toBe(true);
    const listed = await rig.ask('gateway', listArtifacts, { workflow_id: child });
    expect(listed.artifacts[1]?.metadata['forked_from']).toEqual({
      workflow_id: parent,
      version_id: artifacts[1]?.version_id,
    });
  });

  it('adopts nothing twice when it is repeated', async () => {
    const { parent, artifacts } = await parentWithTwo();
    const request = {
      workflow_id: createId('wf'),
      from_workflow_id: parent,
      version_ids: artifacts.map(({ version_id }) => version_id),
    };
    const first = await rig.ask('orchestrator', adoptArtifacts, request);
    expect(await rig.ask('orchestrator', adoptArtifacts, request)).toEqual(first);
  });

  it('is refused for a version the other workflow does not have, and for another tenant’s', async () => {
    const { parent, artifacts } = await parentWithTwo();
    const version_ids = artifacts.map(({ version_id }) => version_id);
    const child = createId('wf');
    const unknown = { workflow_id: child, from_workflow_id: parent, version_ids: [...version_ids, 'ver_unknown'] };
    await expect(rig.ask('orchestrator', adoptArtifacts, unknown)).rejects.toMatchObject({ status: 404 });
    const foreign = { workflow_id: child, from_workflow_id: parent, version_ids };
    await expect(rig.ask('orchestrator', adoptArtifacts, foreign, callerOf(OTHER_TENANT_ID))).rejects.toMatchObject({
      status: 404,
    });
    expect((await rig.ask('gateway', listArtifacts, { workflow_id: child })).artifacts).toEqual([]);
  });
});
