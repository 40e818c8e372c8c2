import { existsSync } from 'node:fs';
import { utimes } from 'node:fs/promises';

import { createId } from '@botarmy/contracts';

import { createArtifactsRig } from '../artifacts.fixture';
import type { ArtifactsRig } from '../artifacts.fixture';
import { blobDigest } from '../blobs/blob-digest';
import { BlobStore } from '../blobs/blob-store';
import { OrphanSweep } from './orphan-sweep';

const HOUR_MS = 3_600_000;

describe('the sweep for orphaned blobs', () => {
  let rig: ArtifactsRig;
  let blobs: BlobStore;

  beforeAll(async () => {
    rig = await createArtifactsRig();
    blobs = rig.service.app.get(BlobStore);
  });
  afterAll(() => rig.stop());

  /** Puts bytes as a process that died before the row; with an age. */
  async function orphan(text: string, ageHours: number): Promise<string> {
    const sha256 = blobDigest(Buffer.from(text));
    await blobs.put(sha256, Buffer.from(text));
    await age(sha256, ageHours);
    return rig.blobFile(sha256);
  }
  async function age(sha256: string, hours: number): Promise<void> {
    const then = new Date(Date.now() - hours * HOUR_MS);
    await utimes(rig.blobFile(sha256), then, then);
  }
  const sweep = async (): Promise<void> => {
    const sweeper = rig.service.app.get(OrphanSweep);
    while (await sweeper.sweepPage());
  };

  it('removes blobs that are old and named by no version, and nothing else', async () => {
    const old = await orphan('old', 25);
    const young = await orphan('young', 23);
    const { artifact } = await rig.store({ content: 'named' });
    await age(artifact.sha256, 1_000);
    const before = await rig.metric('botarmy_orphan_blobs_removed_total');
    await sweep();
    expect([old, young, rig.blobFile(artifact.sha256)].map(existsSync)).toEqual([false, true, true]);
    expect(await rig.metric('botarmy_orphan_blobs_removed_total')).toBe(before + 1);
  });

  it('spares a blob that a version of any tenant names', async () => {
    const first = await rig.store({ content: 'shared by tenants' });
    await age(first.artifact.sha256, 1_000);
    await sweep();
    expect(existsSync(rig.blobFile(first.artifact.sha256))).toBe(true);
  });

  it('never takes the blob of a store that runs at the same time', async () => {
    for (let round = 0; round < 10; round += 1) {
      const content = `contended ${round}`;
      await orphan(content, 1_000);
      const [stored] = await Promise.all([rig.store({ workflow_id: createId('wf'), content }), sweep(), sweep()]);
      expect((await blobs.get(stored.artifact.sha256)).toString()).toBe(content);
    }
  });

  it('works through more blobs than one page holds', async () => {
    const texts = Array.from({ length: 520 }, (_, index) => `orphan ${index}`);
    const files = await Promise.all(texts.map((text) => orphan(text, 48)));
    await sweep();
    expect(files.filter(existsSync)).toEqual([]);
  });
});
