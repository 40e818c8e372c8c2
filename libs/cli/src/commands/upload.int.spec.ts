import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { CliRig } from '../cli-rig.fixture';

const text = '# Plan\n';
const upload = {
  id: 'upl_a',
  name: 'plan.md',
  kind: 'markdown',
  media_type: 'text/markdown',
  size_bytes: text.length,
  sha256: createHash('sha256').update(text).digest('hex'),
  status: 'quarantined',
  finding: null,
  scan_problem: null,
  text_status: 'waiting',
  text_characters: 0,
  uploaded_by: 'usr_a',
  uploaded_at: '2026-01-15T10:30:00.000Z',
  scanned_at: null,
};

describe('uploads at the command line', () => {
  let rig: CliRig;
  beforeEach(() => {
    rig = new CliRig();
  });
  afterEach(() => rig.remove());

  it('send a file under its name', async () => {
    const file = join(rig.home, 'plan.md');
    writeFileSync(file, text);
    let sent: File | undefined;
    rig.answer('POST /api/uploads', async (request) => {
      sent = (await request.formData()).get('file') as File;
      return Response.json(upload, { status: 201 });
    });
    const { code, stdout } = await rig.run(['upload', file, '--idempotency-key', 'key-1']);
    expect([code, sent?.name, await sent?.text()]).toEqual([0, 'plan.md', text]);
    expect(stdout).toMatch(/status +quarantined, the scan is pending/);
    expect(rig.requests[0]?.key).toBe('key-1');
  });

  it('say when there is no such file, and when it is refused', async () => {
    expect((await rig.run(['upload', join(rig.home, 'none.md')])).stderr).toContain('cannot be read');
    const file = join(rig.home, 'a.exe');
    writeFileSync(file, 'MZ');
    rig.refuse('POST /api/uploads', 415, 'upload-type-not-allowed');
    const refused = await rig.run(['upload', file]);
    expect([refused.code === 0, refused.stderr]).toEqual([false, expect.stringContaining('Do something else.')]);
  });

  it('are listed, shown with their text, and removed', async () => {
    rig.answer('GET /api/uploads', () => ({ uploads: [upload], total_count: 3, next_cursor: 'upl_a' }));
    const list = await rig.run(['upload', 'list', '--status', 'quarantined']);
    expect(list.stdout).toMatch(/^upl_a +quarantined +7 +markdown +\S+ +plan\.md$/m);
    expect(list.stdout).toContain('1 of 3; next page: --cursor upl_a');
    expect((await rig.run(['upload', 'list', '--status', 'lost'])).stderr).toContain('--status is one of');
    rig.answer('GET /api/uploads/upl_a', () => ({ ...upload, status: 'infected', finding: 'Eicar' }));
    expect((await rig.run(['upload', 'show', 'upl_a'])).stdout).toMatch(/status +infected\nfinding +Eicar/);
    rig.answer('GET /api/uploads/upl_a/text', () => ({ upload, text: '# Plan', is_cut: true }));
    expect((await rig.run(['upload', 'show', 'upl_a', '--text'])).stdout).toContain('# Plan\n…');
    rig.answer('DELETE /api/uploads/upl_a', () => new Response(null, { status: 204 }));
    expect((await rig.run(['upload', 'remove', 'upl_a'])).stdout).toContain('is removed');
  });

  it('are saved when their bytes are what was stored, and not otherwise', async () => {
    let bytes = text;
    rig.answer('GET /api/uploads/upl_a', () => upload);
    rig.answer(
      'GET /api/uploads/upl_a/content',
      () => new Response(bytes, { headers: { 'content-type': 'application/octet-stream' } }),
    );
    const out = join(rig.home, 'saved', 'plan.md');
    expect((await rig.run(['upload', 'download', 'upl_a', '--out', out])).code).toBe(0);
    expect(readFileSync(out, 'utf8')).toBe(text);
    bytes = 'other';
    const damaged = join(rig.home, 'damaged.md');
    expect((await rig.run(['upload', 'download', 'upl_a', '--out', damaged])).stderr).toContain('other bytes');
    expect(existsSync(damaged)).toBe(false);
  });
});

describe('the provenance of an artifact at the command line', () => {
  it('names task, inputs, calls with their cost, and approvals', async () => {
    const rig = new CliRig();
    const input = { artifact_id: 'art_b', version_id: 'ver_b', version: 1, path: 'project_brief.md' };
    const call = { call_id: 'call_a', state: 'done', model: 'gpt', input_tokens: 5, output_tokens: 7 };
    rig.answer('GET /api/artifacts/art_a/provenance', () => ({
      artifact: { path: 'plan.md', version: 2 },
      task: { workflow_id: 'wf_a', stage: 'analyze', agent_id: 'analyst', task_id: 'plan', attempt: 1 },
      inputs: [{ ...input, sha256: 'a'.repeat(64), size_bytes: 3 }],
      model_calls: [
        { ...call, cost_micros: 1_500_000 },
        { ...call, model: null, cost_micros: null },
      ],
      cost_micros: null,
      approvals: [
        { request_id: 'hitl_a', status: 'approved', title: 'Plan', response: { answered_by_name: 'Ann' } },
        { request_id: 'hitl_b', status: 'pending', title: 'Plan', response: null },
      ],
      is_complete: false,
    }));
    const { stdout } = await rig.run(['artifact', 'provenance', 'art_a', '--version', '2']);
    expect(rig.requests[0]?.path).toBe('/api/artifacts/art_a/provenance?version=2');
    expect(stdout).toMatch(/cost +unknown[^]*project_brief\.md +1[^]*call_a +done +gpt +5 +7 +\$1\.500000/);
    expect(stdout).toMatch(/hitl_a +approved +Ann[^]*hitl_b +pending +-[^]*more calls or requests/);
    rig.remove();
  });
});
