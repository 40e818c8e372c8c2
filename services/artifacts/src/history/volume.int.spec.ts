import {
  compareArtifactVersions,
  createId,
  listArtifacts,
  readArtifact,
  readArtifactOrigin,
  searchArtifacts,
} from '@botarmy/contracts';
import type { ListArtifactsReply, SearchArtifactsReply } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { createArtifactsRig } from '../artifacts.fixture';
import type { ArtifactsRig } from '../artifacts.fixture';

/** `ARTIFACTS_VOLUME=10000` is the long form; figures are those of `npm run bench:artifacts`. */
const VOLUME = Number(process.env['ARTIFACTS_VOLUME'] ?? 240);
const AT_A_TIME = 24;
const PATIENCE_MS = 600_000;

describe(`with ${VOLUME} artifacts of two versions`, () => {
  let rig: ArtifactsRig;
  const workflow_id = createId('wf');
  const ids: string[] = [];

  beforeAll(async () => {
    rig = await createArtifactsRig();
    const path = (number: number): string => `part-${String(number).padStart(5, '0')}.md`;
    const store = async (number: number): Promise<void> => {
      const content = (version: number): string =>
        `# Part ${number}\n\nrevision ${version} of ${number % 40 === 0 ? 'heliotrope' : 'it'}\n`;
      const of = { workflow_id, path: path(number) };
      const first = await rig.store({ ...of, operation_key: 'first', content: content(1) });
      const dependencies = [first.artifact.version_id];
      await rig.store({ ...of, operation_key: 'second', content: content(2), dependencies });
      ids[number] = first.artifact.artifact_id;
    };
    const numbers = Array.from({ length: VOLUME }, (_, number) => number)[Symbol.iterator]();
    const hand = async (): Promise<void> => {
      for (const number of numbers) await store(number);
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, hand));
  }, PATIENCE_MS);
  afterAll(() => rig.stop());

  it('lists every one of them once, in order', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { workflow_id: string; limit: number; cursor?: string } = { workflow_id, limit: 100 };
      const reply: ListArtifactsReply = await rig.ask(
        'gateway',
        listArtifacts,
        cursor === null ? page : { ...page, cursor },
      );
      seen.push(...reply.artifacts.map(({ id }) => id));
      cursor = reply.next_cursor;
    } while (cursor !== null);
    expect(seen).toEqual(ids);
  });

  it('finds those that hold a word, all of them, once they are searchable', async () => {
    const wanted = ids.filter((_, number) => number % 40 === 0);
    const find = async (): Promise<string[] | undefined> => {
      const found: string[] = [];
      let cursor: string | null = null;
      do {
        const page: { text: string; limit: number; cursor?: string } = { text: 'heliotrope', limit: 50 };
        const reply: SearchArtifactsReply = await rig.ask(
          'gateway',
          searchArtifacts,
          cursor === null ? page : { ...page, cursor },
        );
        if (reply.not_indexed > 0) return undefined;
        found.push(...reply.hits.map(({ artifact }) => artifact.id));
        cursor = reply.next_cursor;
      } while (cursor !== null);
      return found;
    };
    const found = await waitFor(find, { timeoutMs: PATIENCE_MS, describe: 'the index' });
    expect([...found].sort()).toEqual([...wanted].sort());
  });

  it('reads any of them, compares its versions and names what it was built from', async () => {
    for (const number of [0, Math.floor(VOLUME / 2), VOLUME - 1]) {
      const artifact_id = ids[number] ?? '';
      const { content } = await rig.ask('gateway', readArtifact, { artifact_id, version: 1 });
      expect(content).toContain(`# Part ${number}\n`);
      const compared = await rig.ask('gateway', compareArtifactVersions, { artifact_id, from: 1, to: 2 });
      expect(compared).toMatchObject({ added_lines: 1, removed_lines: 1 });
      const { inputs } = await rig.ask('gateway', readArtifactOrigin, { artifact_id });
      expect(inputs).toMatchObject([{ artifact_id, version: 1 }]);
    }
  });
});
