import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { BundleDigest, contentHash, renderLine } from '@botarmy/process-engine';
import type { BundleLine } from '@botarmy/process-engine';

import { CliRig } from '../cli-rig.fixture';

const WORKFLOW = `wf_${'a'.repeat(26)}`;
const ROUTE = `GET /api/workflows/${WORKFLOW}/bundle`;

/** A run that has not begun, with a note in its process that is long enough to arrive in several chunks. */
function bundle(): string {
  const process = { name: 'none', description: 'Bees. '.repeat(5_000) };
  const text = JSON.stringify({ ...process, content_hash: contentHash(process) });
  const lines: BundleLine[] = [
    { kind: 'run', format: 1, workflow_id: WORKFLOW, title: 'Bées', seq: 0 },
    { kind: 'process', text, more: false },
  ];
  const digest = new BundleDigest();
  const written = lines.map(renderLine);
  for (const line of written) digest.add(line);
  return [...written, renderLine(digest.manifest())].map((line) => `${line}\n`).join('');
}

describe('a run at the command line', () => {
  let rig: CliRig;
  beforeEach(() => {
    rig = new CliRig();
  });
  afterEach(() => rig.remove());

  const serve = (text: string): void =>
    rig.answer(ROUTE, () => new Response(text, { headers: { 'content-type': 'application/x-ndjson' } }));

  it('is saved as a bundle and replayed from the file and from the server', async () => {
    serve(bundle());
    const file = join(rig.home, 'run.jsonl');
    const saved = await rig.run(['workflow', 'export', WORKFLOW, '-o', file]);
    expect(saved).toMatchObject({ code: 0, stdout: `3 lines in ${file}\n` });
    expect(readFileSync(file, 'utf8')).toBe(bundle());
    for (const what of [file, WORKFLOW]) {
      const replayed = await rig.run(['replay', what]);
      expect(replayed.code).toBe(0);
      expect(replayed.stdout).toContain('The run comes out the same');
    }
    const json = await rig.run(['replay', file, '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ byte_equal: true, workflow_id: WORKFLOW, documents: [] });
  });

  it.each([
    ['was changed', bundle().replace('Bées', 'Wasp'), 'those the manifest names'],
    ['ends too early', bundle().split('\n').slice(0, 2).join('\n'), 'before its manifest'],
  ])('that %s on its way is not saved', async (_what, text, why) => {
    serve(text);
    const file = join(rig.home, 'run.jsonl');
    const { code, stderr } = await rig.run(['workflow', 'export', WORKFLOW, '--output', file]);
    expect(code).toBe(1);
    expect(stderr).toContain(why);
    expect(existsSync(file) || existsSync(`${file}.part`)).toBe(false);
  });

  it.each([
    ['changed', bundle().replace('Bées', 'Wasp'), 'changed after its export'],
    ['cut off', bundle().split('\n').slice(0, 2).join('\n'), 'before its manifest'],
    ['of another kind', Buffer.from([0xff, 0xfe, 0x00]), 'no text'],
    ['one endless line', 'x'.repeat(1_100_000), 'lines no bundle has'],
  ])('in a file that is %s is refused', async (_what, content, why) => {
    const file = join(rig.home, 'run.jsonl');
    writeFileSync(file, content);
    const { code, stderr } = await rig.run(['replay', file]);
    expect(code).toBe(1);
    expect(stderr).toContain(why);
  });

  it('that is unknown, or a file that is not there, is said to be so', async () => {
    rig.refuse(ROUTE, 404, 'workflow-not-found');
    expect((await rig.run(['replay', WORKFLOW])).code).toBe(4);
    expect((await rig.run(['replay', join(rig.home, 'none')])).code).toBe(1);
  });
});
