import type { RunningService } from '@botarmy/chassis';
import { createId, readRunRecord, replayWorkflow } from '@botarmy/contracts';
import type { LogInReply } from '@botarmy/contracts';
import { BundleReader, contentHash, renderLine } from '@botarmy/process-engine';
import type { BundleLine } from '@botarmy/process-engine';

import { send } from '../client.fixture';
import { GatewayRig, refuse } from '../gateway.fixture';

describe('the routes to what a run consists of', () => {
  let rig: GatewayRig;
  let gateway: RunningService;
  let session: LogInReply;
  const workflow_id = createId('wf');
  const of = `/api/workflows/${workflow_id}`;

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
    session = rig.session('operator');
  });
  afterAll(() => rig.stop());

  it('send it page by page as one bundle that can be checked', async () => {
    const process = { name: 'none' };
    const text = JSON.stringify({ ...process, content_hash: contentHash(process) });
    const lines: BundleLine[] = [
      { kind: 'run', format: 1, workflow_id, title: 'Bées', seq: 0 },
      { kind: 'process', text, more: false },
    ];
    rig.answer(readRunRecord, ({ cursor }) =>
      cursor === undefined
        ? { lines: lines.slice(0, 1).map(renderLine), next_cursor: 'two' }
        : { lines: lines.slice(1).map(renderLine), next_cursor: null },
    );
    const answer = await send(`${gateway.url}${of}/bundle`, { bearer: session });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    expect(answer.headers.get('content-disposition')).toContain(`${workflow_id}.botarmy-run.jsonl`);
    const reader = new BundleReader();
    for (const line of answer.text.trimEnd().split('\n')) reader.push(line);
    expect(reader.end().header).toMatchObject({ title: 'Bées', seq: 0 });
    expect(rig.askedOf(readRunRecord).map(({ request }) => request)).toEqual([
      { workflow_id },
      { workflow_id, cursor: 'two' },
    ]);
  });

  it('refuse an unknown workflow before the first byte, and viewers altogether', async () => {
    rig.answer(readRunRecord, () => refuse(404, 'workflow-not-found'));
    const unknown = await send(`${gateway.url}${of}/bundle`, { bearer: session });
    expect([unknown.status, unknown.json()]).toEqual([404, expect.objectContaining({ code: 'workflow-not-found' })]);
    const viewer = rig.session('viewer');
    expect((await send(`${gateway.url}${of}/bundle`, { bearer: viewer })).status).toBe(403);
    expect((await send(`${gateway.url}${of}/replay`, { bearer: viewer, method: 'POST' })).status).toBe(403);
  });

  it('break the transfer off when a later page cannot be had: no manifest, so nobody takes it', async () => {
    rig.answer(readRunRecord, ({ cursor }) =>
      cursor === undefined ? { lines: ['{"kind":"run"}'], next_cursor: 'two' } : refuse(409, 'gone'),
    );
    const got = await send(`${gateway.url}${of}/bundle`, { bearer: session }).then(
      ({ text }) => text,
      () => 'broken off',
    );
    expect(got).not.toContain('manifest');
  });

  it('pass a replay on', async () => {
    const replayed = {
      workflow_id,
      seq: 3,
      byte_equal: true,
      decided_events: 3,
      decisions: 2,
      divergence: null,
      requests: 0,
      equal_requests: 0,
      documents: [],
      problems: [],
    };
    rig.answer(replayWorkflow, () => replayed);
    const answer = await send(`${gateway.url}${of}/replay`, { bearer: session, method: 'POST' });
    expect([answer.status, answer.json()]).toEqual([200, replayed]);
  });
});
