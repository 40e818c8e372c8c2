import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { CliRig } from '../cli-rig.fixture';

describe('controlling a workflow at the command line', () => {
  let rig: CliRig;
  beforeEach(() => {
    rig = new CliRig();
  });
  afterEach(() => rig.remove());

  const done = (...task_ids: string[]) => ({ success: true, changed_at: 'noon', seq: 9, task_ids });
  const lastBody = (): unknown => rig.requests.at(-1)?.body;

  it('repeats a task, a stage and what is stale', async () => {
    rig.answer('POST /api/workflows/wf_a/tasks/review/retry', () => done('review'));
    rig.answer('POST /api/workflows/wf_a/stages/design/restart', () => done('plan', 'write'));
    rig.answer('POST /api/workflows/wf_a/rerun-stale', () => done());
    const retry = ['workflow', 'retry', 'wf_a', 'review', '--feedback', 'Shorter.', '--idempotency-key', 'k1'];
    expect(await rig.run(retry)).toMatchObject({ code: 0, stdout: 'To be done again:\nreview\n' });
    expect(rig.requests[0]).toMatchObject({ body: { feedback: 'Shorter.' }, key: 'k1' });
    expect((await rig.run(['workflow', 'restart', 'wf_a', 'design'])).stdout).toBe('To be done again:\nplan\nwrite\n');
    expect((await rig.run(['workflow', 'rerun-stale', 'wf_a'])).stdout).toBe('Nothing is to be done again.\n');
  });

  it('shows which workflows can move to another version, and moves them', async () => {
    const views = ['wf_a', 'wf_b'].map((workflow_id) => ({
      workflow_id,
      from_version: '1.0.0',
      from_hash: 'a',
      outcome: 'moves',
      reasons: [] as string[],
      changes: [{ change: 'changed', what: 'task', id: 'review', fields: ['name'] }],
    }));
    const reply = { to_version: '2.0.0', to_hash: 'b', dry_run: true, workflows: views, remaining: 0 };
    const bodies = (): unknown[] => rig.requests.map(({ body }) => body);
    rig.answer('POST /api/processes/sdlc/migrate', () =>
      rig.requests.length === 1
        ? { ...reply, workflows: views.slice(0, 1), remaining: 1 }
        : { ...reply, workflows: views.slice(1) },
    );
    const shown = await rig.run(['process', 'migrate', 'sdlc']);
    expect(shown.stdout).toMatch(/wf_a +1\.0\.0 +moves +task review changed/);
    expect(shown.stdout).toContain('2 can move; add --apply to move them.');
    expect(bodies()).toEqual([{ dry_run: true }, { dry_run: true, after: 'wf_a' }]);
    const refused = [{ ...views[0], outcome: 'refused', reasons: ['The task review is in hand.'] }];
    rig.answer('POST /api/processes/sdlc/migrate', () => ({ ...reply, dry_run: false, workflows: refused }));
    const args = ['process', 'migrate', 'sdlc', '--apply', '--workflow', 'wf_a'];
    expect((await rig.run(args)).stdout).toMatch(/refused +The task review is in hand\./);
    expect(lastBody()).toEqual({ dry_run: false, workflow_ids: ['wf_a'] });
    rig.answer('POST /api/processes/sdlc/migrate', () => ({ ...reply, workflows: [] }));
    expect((await rig.run(['process', 'migrate', 'sdlc'])).stdout).toContain('No workflow runs on another version');
  });

  it('leaves a task out for a reason', async () => {
    rig.answer('POST /api/workflows/wf_a/tasks/review/skip', () => done());
    expect(await rig.run(['workflow', 'skip', 'wf_a', 'review', '--reason', 'Done by hand.'])).toMatchObject({
      code: 0,
      stdout: 'Task review of workflow wf_a is left out.\n',
    });
    expect(lastBody()).toEqual({ reason: 'Done by hand.' });
    expect(await rig.run(['workflow', 'skip', 'wf_a', 'review'])).toMatchObject({ code: 2 });
  });

  it('shows what is stale and where a workflow comes from', async () => {
    const stale = [
      { path: 'plan.md', because: 'brief.md', changed_path: 'brief.md', changed_version: 2, since: 'noon' },
    ];
    const lineage = { stale, stale_task_ids: ['plan'], parent_workflow_id: 'wf_b', parent_seq: 12, seq: 20 };
    rig.answer('GET /api/workflows/wf_a/lineage', () => lineage);
    const shown = await rig.run(['workflow', 'lineage', 'wf_a']);
    expect(shown.stdout).toContain('Forked from event 12 of workflow wf_b.');
    expect(shown.stdout).toMatch(/plan\.md +brief\.md +brief\.md \(version 2\) +noon/);
    rig.answer('GET /api/workflows/wf_a/lineage', () => ({ ...lineage, stale: [], parent_workflow_id: null }));
    expect((await rig.run(['workflow', 'lineage', 'wf_a'])).stdout).toBe('Nothing is stale.\n');
  });

  it('forks a workflow with documents from files', async () => {
    const file = join(rig.home, 'brief.md');
    writeFileSync(file, '# Another brief\n');
    const reply = { workflow_id: 'wf_f', status: 'started', parent_workflow_id: 'wf_a', parent_seq: 4 };
    rig.answer('POST /api/workflows/wf_a/fork', () => Response.json(reply, { status: 201 }));
    const args = ['workflow', 'fork', 'wf_a', '--from', '3'];
    expect(await rig.run([...args, '--edit', `project_brief.md=${file}`])).toMatchObject({
      code: 0,
      stdout: 'Workflow wf_f goes on from event 4 of workflow wf_a.\n',
    });
    expect(lastBody()).toEqual({
      from_seq: 3,
      edits: [{ path: 'project_brief.md', content: '# Another brief\n' }],
    });
    expect(await rig.run([...args, '--edit', file])).toMatchObject({ code: 2 });
    expect(await rig.run([...args, '--edit', 'a.md=/nowhere'])).toMatchObject({ code: 2 });
    expect(await rig.run(['workflow', 'fork', 'wf_a'])).toMatchObject({ code: 2 });
  });

  it('edits a document, based on the newest version unless told otherwise', async () => {
    rig.answer('GET /api/artifacts/art_a', () => ({ id: 'art_a', version: 3 }));
    const stale = [{ path: 'b.md', because: 'a.md', changed_path: 'a.md', changed_version: 4, since: 'noon' }];
    const artifact = {
      artifact_id: 'art_a',
      version_id: 'ver_b',
      version: 4,
      path: 'a.md',
      sha256: 'x',
      size_bytes: 6,
    };
    rig.answer('PUT /api/artifacts/art_a/content', () => ({ artifact, stale, task_ids: ['write-b'], seq: 7 }));
    const edited = await rig.run(['artifact', 'edit', 'art_a', '--file', '-', '--rerun'], { input: '# New\n' });
    expect(edited).toMatchObject({
      code: 0,
      stdout: 'a.md has version 4.\nstale: b.md, because of a.md\ndone again: write-b\n',
    });
    expect(lastBody()).toEqual({ content: '# New\n', base_version: 3, rerun: true });
    await rig.run(['artifact', 'edit', 'art_a', '--file', '-', '--base-version', '2'], { input: 'x' });
    expect(lastBody()).toEqual({ content: 'x', base_version: 2 });
    expect(await rig.run(['artifact', 'edit', 'art_a'])).toMatchObject({ code: 2 });
  });

  it('tells an agent something', async () => {
    const reply = { message_id: 'msg_a', status: 'delivered', agent_response_expected: true };
    rig.answer('POST /api/agents/message', () => reply);
    const args = ['agent', 'message', 'wf_a', 'analyst', 'Focus on mobile.'];
    expect((await rig.run(args)).stdout).toBe('analyst is given the message with its next attempt.\n');
    expect(lastBody()).toEqual({ workflow_id: 'wf_a', agent_id: 'analyst', message: 'Focus on mobile.' });
    rig.answer('POST /api/agents/message', () => ({ ...reply, agent_response_expected: false }));
    expect((await rig.run(args)).stdout).toContain('nothing left to do');
  });

  it('shows what an agent is doing', async () => {
    const task = { workflow_id: 'wf_a', task_id: 'plan', name: 'Plan', attempt: 2, started_at: null };
    rig.answer('GET /api/agents/analyst/status', () => ({
      id: 'analyst',
      name: 'Analyst',
      status: 'processing',
      current_task: 'Plan',
      progress_percent: 40,
      started_at: null,
      artifacts_created: ['a.md', 'b.md'],
      workflow_id: 'wf_a',
      active_tasks: [task],
    }));
    const { code, stdout } = await rig.run(['agent', 'status', 'analyst', '--workflow', 'wf_a']);
    expect(code).toBe(0);
    expect(rig.requests.at(-1)?.path).toBe('/api/agents/analyst/status?workflow_id=wf_a');
    expect(stdout).toMatch(/progress +40 %/);
    expect(stdout).toMatch(/artifacts +a.md, b.md/);
    expect(stdout).toMatch(/wf_a +Plan +2/);
  });
});
