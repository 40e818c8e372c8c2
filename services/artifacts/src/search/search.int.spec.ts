import { createId, searchArtifacts } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { callerOf, createArtifactsRig, OTHER_TENANT_ID } from '../artifacts.fixture';
import type { ArtifactsRig } from '../artifacts.fixture';

describe('searching artifacts', () => {
  let rig: ArtifactsRig;

  beforeAll(async () => {
    rig = await createArtifactsRig();
  });
  afterAll(() => rig.stop());

  const search = (request: { text: string; [field: string]: unknown }, caller = callerOf()) =>
    rig.ask('gateway', searchArtifacts, request, caller);
  const indexed = (caller = callerOf()) =>
    waitFor(async () => (await search({ text: 'anything' }, caller)).not_indexed === 0, {
      describe: 'everything stored to be searchable',
    });
  const found = async (text: string, more: object = {}): Promise<string[]> =>
    (await search({ text, ...more })).hits.map(({ artifact }) => artifact.path);

  it('finds words in any form, and shows the passage with the hits marked', async () => {
    await rig.store({ path: 'payments.md', content: '# Paying\n\nCustomers pay invoices by bank transfer.\n' });
    await indexed();
    const { hits } = await search({ text: 'invoice transfers' });
    expect(hits.map(({ artifact }) => artifact.path)).toEqual(['payments.md']);
    const passage = hits[0]?.passage ?? [];
    expect(passage.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(['invoices', 'transfer']);
    expect(passage.map(({ text }) => text).join('')).toContain('Customers pay invoices by bank transfer');
  });

  it('finds documents by words of their name and path first', async () => {
    await rig.store({ path: 'zeppelin_plan.md', name: 'Plan', content: 'Something else.' });
    await rig.store({ path: 'other.md', content: 'We mention a zeppelin once.' });
    await indexed();
    expect(await found('zeppelin')).toEqual(['zeppelin_plan.md', 'other.md']);
  });

  it('understands phrases, alternatives and exclusions, and finds nothing for words that say nothing', async () => {
    await rig.store({ path: 'one.md', content: 'the green lantern hangs high' });
    await rig.store({ path: 'two.md', content: 'a lantern that is green' });
    await indexed();
    expect(await found('"green lantern"')).toEqual(['one.md']);
    expect((await found('lantern -hangs')).sort()).toEqual(['two.md']);
    expect(await found('-')).toEqual([]);
    expect(await found("' OR 1=1 --")).toEqual([]);
  });

  it('knows the newest version alone', async () => {
    const workflow_id = createId('wf');
    await rig.store({ workflow_id, path: 'draft.md', content: 'obsolete wording', operation_key: 'draft.1' });
    await indexed();
    await rig.store({ workflow_id, path: 'draft.md', content: 'current phrasing', operation_key: 'draft.2' });
    await waitFor(async () => (await found('phrasing')).length === 1, { describe: 'the new version to be searchable' });
    expect(await found('obsolete')).toEqual([]);
  });

  it('can be narrowed to a workflow and to an agent', async () => {
    const workflow_id = createId('wf');
    await rig.store({ workflow_id, path: 'mine.md', content: 'quokka', agent_id: 'tester' });
    await rig.store({ path: 'theirs.md', content: 'quokka', agent_id: 'analyst' });
    await indexed();
    expect(await found('quokka', { workflow_id })).toEqual(['mine.md']);
    expect(await found('quokka', { agent_id: 'analyst' })).toEqual(['theirs.md']);
  });

  it('never shows a document of another tenant', async () => {
    const other = callerOf(OTHER_TENANT_ID);
    await rig.store({ path: 'secret.md', content: 'the word is narwhal' }, other);
    await indexed(other);
    expect(await found('narwhal')).toEqual([]);
    expect((await search({ text: 'narwhal' }, other)).hits).toHaveLength(1);
  });

  it('goes on after a cursor until nothing is left', async () => {
    const paths = Array.from({ length: 7 }, (_, index) => `page_${index}.md`);
    await Promise.all(paths.map((path) => rig.store({ path, content: 'the same walrus' })));
    await indexed();
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof search>> = await search({
        text: 'walrus',
        limit: 3,
        ...(cursor === null ? {} : { cursor }),
      });
      expect(page.hits.length).toBeLessThanOrEqual(3);
      seen.push(...page.hits.map(({ artifact }) => artifact.path));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen.sort()).toEqual(paths);
  });

  it('treats marks and markup in a document as text', async () => {
    await rig.store({ path: 'marks.md', content: 'a \u{E000}forged\u{E001} mark beside <b>ocelot</b>' });
    await indexed();
    const [hit] = (await search({ text: 'ocelot' })).hits;
    expect(hit?.passage.filter((piece) => piece.hit).map(({ text }) => text)).toEqual(['ocelot']);
  });
});
