import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { CliRig, scriptedSocket } from '../cli-rig.fixture';
import { statusBuilder } from '../workflow-status.fixture';

describe('a workflow at the command line', () => {
  let rig: CliRig;
  beforeEach(() => {
    rig = new CliRig();
  });
  afterEach(() => rig.remove());

  const started = { workflow_id: 'wf_a', status: 'started', estimated_duration_minutes: 12 };

  it('is started from an argument, a file or standard input', async () => {
    rig.answer('POST /api/workflows/start', () => started);
    const file = join(rig.home, 'brief.md');
    writeFileSync(file, 'From a file');
    const first = await rig.run(['workflow', 'start', 'A shop', '--process', 'sdlc', '--idempotency-key', 'k1']);
    expect(first).toMatchObject({ code: 0, stdout: 'Workflow wf_a started, about 12 minutes.\n' });
    await rig.run(['workflow', 'start', '--brief-file', file]);
    const last = await rig.run(['workflow', 'start', '--brief-file', '-', '--json'], { input: 'From a pipe' });
    expect(JSON.parse(last.stdout)).toEqual(started);
    expect(rig.requests.map(({ body, key }) => ({ body, key }))).toEqual([
      { body: { project_brief: 'A shop', workflow_type: 'sdlc' }, key: 'k1' },
      { body: { project_brief: 'From a file' }, key: null },
      { body: { project_brief: 'From a pipe' }, key: null },
    ]);
  });

  it('is started with typed inputs, as JSON or as text', async () => {
    rig.answer('POST /api/workflows/start', () => started);
    const inputs = ['--input', 'topics=[{"id":"cost"}]', '--input', 'risky=true', '--input', 'audience=public'];
    expect(await rig.run(['workflow', 'start', 'A shop', '--process', 'fan-out', ...inputs])).toMatchObject({
      code: 0,
    });
    expect(rig.requests[0]?.body).toMatchObject({
      inputs: { topics: [{ id: 'cost' }], risky: true, audience: 'public' },
    });
    const refused = await rig.run(['workflow', 'start', 'A shop', '--input', 'risky']);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain('--input name=value');
  });

  it('is listed page by page', async () => {
    const row = {
      id: 'wf_a',
      status: 'paused',
      progress_percent: 5,
      current_stage: null,
      started_at: 'then',
      title: '\u001b[31mShop',
    };
    rig.answer('GET /api/workflows', () => ({ workflows: [row], total_count: 9, next_cursor: 'wf_b' }));
    const { stdout } = await rig.run(['workflow', 'list', '--status', 'paused', '--limit', '1', '--cursor', 'wf_0']);
    expect(stdout).toMatch(/^wf_a +paused +5 % +then +Shop$/m);
    expect(stdout).toContain('1 of 9; next page: --cursor wf_b');
    expect(rig.requests[0]?.path).toBe('/api/workflows?status=paused&limit=1&cursor=wf_0');
  });

  it('is shown, paused, resumed and cancelled', async () => {
    rig.answer('GET /api/workflows/wf_a/status', () => statusBuilder());
    rig.answer('POST /api/workflows/wf_a/pause', () => ({ success: true, paused_at: 'noon' }));
    rig.answer('POST /api/workflows/wf_a/resume', () => ({ success: true, resumed_at: 'one' }));
    rig.answer('POST /api/workflows/wf_a/cancel', () => ({ success: true, cancelled_at: 'two' }));
    const shown = await rig.run(['workflow', 'status', 'wf_a']);
    expect(shown.stdout).toContain('0.0012 USD (simulated provider)');
    const outputs = [
      await rig.run(['workflow', 'pause', 'wf_a', '--immediate']),
      await rig.run(['workflow', 'resume', 'wf_a']),
      await rig.run(['workflow', 'cancel', 'wf_a', '--reason', 'wrong brief']),
    ];
    expect(outputs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(outputs.map(({ stdout }) => stdout).join('')).toMatch(
      /paused since noon[^]*goes on since one[^]*cancelled since two/,
    );
    expect(rig.requests[1]?.path).toBe('/api/workflows/wf_a/pause?mode=immediate');
    expect(rig.requests[3]?.body).toEqual({ reason: 'wrong brief' });
  });

  const news = (seq: number) => JSON.stringify({ type: 'workflow_event', workflow_id: 'wf_a', seq, event: { seq } });
  const serveStatuses = (...statuses: ReturnType<typeof statusBuilder>[]) => {
    rig.answer('GET /api/workflows/wf_a/status', () => statuses.shift());
  };

  it('is watched line by line until it ended', async () => {
    serveStatuses(statusBuilder(), statusBuilder({ seq: 5, status: 'completed', progress_percent: 100 }));
    const openSocket = scriptedSocket((events) => {
      events.opened();
      events.received(news(5));
    });
    const { code, stdout } = await rig.run(['workflow', 'watch', 'wf_a'], { openSocket });
    expect(code).toBe(0);
    expect(stdout).toBe(
      ' 12 %  Analyst Requirements running\n 12 %  workflow in progress\n100 %  workflow completed\n',
    );
  });

  it('is watched with bars at a terminal, which make room for remarks', async () => {
    serveStatuses(statusBuilder(), statusBuilder({ seq: 5, status: 'failed', failure: 'No plan.' }));
    const openSocket = scriptedSocket(
      (events) => events.closed({ code: 1001, reason: 'server going away' }),
      (events) => {
        events.opened();
        events.received(news(5));
      },
    );
    rig.environment = { NO_COLOR: '1' };
    const { code, stdout, stderr } = await rig.run(['workflow', 'watch', 'wf_a'], {
      openSocket,
      isTTY: true,
      columns: 60,
    });
    expect(code).toBe(7);
    expect(stdout).toContain('█');
    expect(stdout).toContain('\u001b[4A\r\u001b[0J');
    expect(stdout).toContain('No plan.');
    expect(stderr).toBe('Connection lost (server going away); trying again.\n');
  });

  it('is watched as JSON lines from its start', async () => {
    rig.answer('POST /api/workflows/start', () => started);
    serveStatuses(statusBuilder({ status: 'cancelled' }));
    const { code, stdout } = await rig.run(['workflow', 'start', 'A shop', '--watch', '--json']);
    expect(code).toBe(7);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toEqual([started, expect.objectContaining({ status: 'cancelled' })]);
  });

  it('is left running when the watch is interrupted', async () => {
    serveStatuses(statusBuilder());
    const interrupt = new AbortController();
    const openSocket = scriptedSocket(() => interrupt.abort());
    await expect(
      rig.run(['workflow', 'watch', 'wf_a'], { openSocket, signal: interrupt.signal }),
    ).resolves.toMatchObject({
      code: 130,
    });
  });
});
