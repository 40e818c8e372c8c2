import { compareArtifactVersions, createId, listArtifactVersions, readArtifactOrigin } from '@botarmy/contracts';

import { callerOf, createArtifactsRig, OTHER_TENANT_ID } from '../artifacts.fixture';
import type { ArtifactsRig } from '../artifacts.fixture';

describe('the history of an artifact', () => {
  let rig: ArtifactsRig;
  let artifact_id: string;

  beforeAll(async () => {
    rig = await createArtifactsRig();
    const workflow_id = createId('wf');
    for (const version of [1, 2, 3, 4, 5]) {
      const content = `# Plan\n\nrevision ${version}\n`;
      const stored = await rig.store({ workflow_id, path: 'plan.md', operation_key: `plan.${version}`, content });
      artifact_id = stored.artifact.artifact_id;
    }
  });
  afterAll(() => rig.stop());

  const versions = (request: object, caller = callerOf()) =>
    rig.ask('gateway', listArtifactVersions, { artifact_id, ...request }, caller);
  const compare = (from: number, to: number, caller = callerOf()) =>
    rig.ask('gateway', compareArtifactVersions, { artifact_id, from, to }, caller);

  it('lists versions newest first, page by page', async () => {
    const first = await versions({ limit: 3 });
    expect(first.versions.map(({ version }) => version)).toEqual([5, 4, 3]);
    expect(first).toMatchObject({ total_count: 5, next_before: 3 });
    const second = await versions({ limit: 3, before: 3 });
    expect(second.versions.map(({ version }) => version)).toEqual([2, 1]);
    expect(second.next_before).toBeNull();
  });

  it('compares any two versions, in either direction', async () => {
    const forward = await compare(1, 4);
    expect(forward).toMatchObject({ added_lines: 1, removed_lines: 1, identical: false, detail: 'lines' });
    expect(forward.hunks[0]?.lines).toEqual([' # Plan', ' ', '-revision 1', '+revision 4']);
    expect((await compare(4, 1)).hunks[0]?.lines).toContain('+revision 1');
    expect(await compare(2, 2)).toMatchObject({ identical: true, hunks: [] });
  });

  it('names the versions a version was built from, in order, and no others', async () => {
    const workflow_id = createId('wf');
    const first = await rig.store({ workflow_id, path: 'a.md', operation_key: 'a', content: 'a' });
    const second = await rig.store({ workflow_id, path: 'b.md', operation_key: 'b', content: 'b' });
    const dependencies = [second.artifact.version_id, first.artifact.version_id];
    const built = await rig.store({ workflow_id, path: 'c.md', operation_key: 'c', content: 'c', dependencies });
    const origin = (id: string, caller = callerOf()) =>
      rig.ask('gateway', readArtifactOrigin, { artifact_id: id, version: 1 }, caller);
    expect(await origin(built.artifact.artifact_id)).toMatchObject({
      artifact: { version_id: built.artifact.version_id },
      inputs: [second.artifact, first.artifact],
    });
    expect((await origin(first.artifact.artifact_id)).inputs).toEqual([]);
    await expect(origin(built.artifact.artifact_id, callerOf(OTHER_TENANT_ID))).rejects.toMatchObject({ status: 404 });
  });

  it('is hidden from other tenants, and unknown versions are refused', async () => {
    const other = callerOf(OTHER_TENANT_ID);
    await expect(versions({}, other)).rejects.toMatchObject({ status: 404, code: 'artifact-not-found' });
    await expect(compare(1, 2, other)).rejects.toMatchObject({ status: 404, code: 'artifact-not-found' });
    await expect(compare(1, 9)).rejects.toMatchObject({ status: 404, code: 'artifact-not-found' });
  });
});
