import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { CliRig } from '../cli-rig.fixture';

const contents: Record<string, string> = { art_a: '# Requirements', art_b: '{}' };
const artifactBuilder = (id: string, path: string, fields: object = {}) => ({
  id,
  name: path,
  type: 'markdown',
  path,
  agent_id: 'analyst',
  stage: 'analyze',
  created_at: '2026-01-15T10:30:00.000Z',
  modified_at: '2026-01-15T10:30:00.000Z',
  size_bytes: 14,
  checksum: createHash('sha256')
    .update(contents[id] ?? '')
    .digest('hex'),
  dependencies: [],
  metadata: { simulated: true },
  workflow_id: 'wf_a',
  version: 2,
  version_id: 'ver_a',
  ...fields,
});

describe('an artifact at the command line', () => {
  let rig: CliRig;
  beforeEach(() => {
    rig = new CliRig();
  });
  afterEach(() => rig.remove());

  const serveFiles = (...artifacts: ReturnType<typeof artifactBuilder>[]) => {
    rig.answer('GET /api/workflows/wf_a/artifacts', () => ({
      artifacts,
      total_count: artifacts.length,
      next_cursor: null,
    }));
    for (const artifact of artifacts) {
      const { id } = artifact;
      rig.answer(`GET /api/artifacts/${id}`, () => artifact);
      rig.answer(
        `GET /api/artifacts/${id}/download`,
        () => new Response(contents[id], { headers: { 'content-type': 'application/octet-stream' } }),
      );
    }
  };

  it('is listed and shown without its escapes', async () => {
    const artifact = artifactBuilder('art_a', 'requirements.md');
    rig.answer('GET /api/artifacts', () => ({ artifacts: [artifact], total_count: 1, next_cursor: null }));
    rig.answer('GET /api/artifacts/art_a/content', () => ({ artifact, content: '# Title\n\u001b[2Jtext' }));
    const list = await rig.run(['artifact', 'list', '--workflow', 'wf_a']);
    expect(list.stdout).toMatch(/^art_a +2 +14 +analyst +\S+ +requirements\.md$/m);
    const { stdout } = await rig.run(['artifact', 'show', 'art_a', '--version', '2']);
    expect(stdout).toMatch(/path +requirements\.md[^]*simulated provider\n\n# Title\ntext\n$/);
    expect(rig.requests[1]?.path).toBe('/api/artifacts/art_a/content?version=2');
  });

  it('is saved under the name it is given', async () => {
    serveFiles(artifactBuilder('art_a', 'docs/requirements.md'));
    const out = join(rig.home, 'deep', 'copy.md');
    const { code, stdout } = await rig.run(['artifact', 'download', 'art_a', '--out', out]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `14 bytes in ${out}\n` });
    expect(readFileSync(out, 'utf8')).toBe('# Requirements');
  });

  it('is saved with all others of its workflow', async () => {
    serveFiles(artifactBuilder('art_a', 'requirements.md'), artifactBuilder('art_b', 'metadata/session_logs.json'));
    const out = join(rig.home, 'all');
    const { code, stdout } = await rig.run(['artifact', 'download', '--workflow', 'wf_a', '--out', out]);
    expect(code).toBe(0);
    expect(stdout).toBe(`metadata/session_logs.json\nrequirements.md\n\n2 artifacts in ${out}\n`);
    expect(readFileSync(join(out, 'metadata/session_logs.json'), 'utf8')).toBe('{}');
  });

  it('is fetched page by page', async () => {
    const artifacts = [artifactBuilder('art_a', 'a.md'), artifactBuilder('art_b', 'b.md')];
    serveFiles(...artifacts);
    rig.answer('GET /api/workflows/wf_a/artifacts', ({ url }) =>
      url.includes('cursor=art_a')
        ? { artifacts: artifacts.slice(1), total_count: 2, next_cursor: null }
        : { artifacts: artifacts.slice(0, 1), total_count: 2, next_cursor: 'art_a' },
    );
    const { stdout } = await rig.run([
      'artifact',
      'download',
      '--workflow',
      'wf_a',
      '--out',
      join(rig.home, 'all'),
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ paths: ['a.md', 'b.md'] });
  });

  it.each(['../outside.md', '/etc/outside.md', '..\\outside.md', 'a\0b', '.'])(
    'with the path %j is written nowhere',
    async (path) => {
      serveFiles(artifactBuilder('art_a', path));
      const out = join(rig.home, 'all');
      const { code, stderr } = await rig.run(['artifact', 'download', '--workflow', 'wf_a', '--out', out]);
      expect(code).toBe(1);
      expect(stderr).toContain('leads out of the folder');
      expect(existsSync(out)).toBe(false);
    },
  );

  it('that arrives damaged is not written', async () => {
    serveFiles(artifactBuilder('art_a', 'requirements.md', { checksum: '0'.repeat(64) }));
    const out = join(rig.home, 'copy.md');
    const { code, stderr } = await rig.run(['artifact', 'download', 'art_a', '--out', out]);
    expect(code).toBe(1);
    expect(stderr).toContain('other bytes than were stored');
    expect(existsSync(out)).toBe(false);
  });

  it('is found by its words, with the hits in brackets', async () => {
    const artifact = artifactBuilder('art_a', 'payments.md');
    const passage = [
      { text: 'pay\u001b[2J\nthe ', hit: false },
      { text: 'invoice', hit: true },
    ];
    rig.answer('GET /api/artifacts/search', () => ({
      hits: [{ artifact, passage }],
      next_cursor: '0.5:x',
      not_indexed: 1,
    }));
    const { code, stdout } = await rig.run(['artifact', 'search', 'invoice', '--agent', 'tester', '--limit', '5']);
    expect(code).toBe(0);
    expect(rig.requests[0]?.path).toBe('/api/artifacts/search?text=invoice&agent_id=tester&limit=5');
    expect(stdout).toContain('the [invoice]');
    expect(stdout).toContain('1 documents are not searchable yet.\nMore: --cursor 0.5:x');
    expect(stdout).not.toContain('\u001b');
  });

  it('shows its versions and what differs from the one before', async () => {
    const artifact = artifactBuilder('art_a', 'plan.md', { version: 3 });
    rig.answer('GET /api/artifacts/art_a', () => artifact);
    rig.answer('GET /api/artifacts/art_a/versions', () => ({ versions: [artifact], total_count: 3, next_before: 3 }));
    expect((await rig.run(['artifact', 'versions', 'art_a'])).stdout).toContain('More: --before 3');
    const hunk = { from_start: 1, from_lines: 1, to_start: 1, to_lines: 1, lines: ['-old', '+new'] };
    const compared = {
      from: artifact,
      to: artifact,
      added_lines: 1,
      removed_lines: 1,
      hunks: [hunk],
      identical: false,
    };
    rig.answer('GET /api/artifacts/art_a/diff', () => ({ ...compared, detail: 'cut' }));
    const { stdout } = await rig.run(['artifact', 'diff', 'art_a']);
    expect(rig.requests.at(-1)?.path).toBe('/api/artifacts/art_a/diff?from=2&to=3');
    expect(stdout).toBe(
      'plan.md: version 2 to 3, 1 lines added, 1 removed\n@@ -1,1 +1,1 @@\n-old\n+new\nThere are further differences: read both versions.\n',
    );
  });
});
