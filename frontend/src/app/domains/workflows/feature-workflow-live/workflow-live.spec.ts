import { ConsoleTest } from '../../../testing/console-test';
import { problem } from '../../../testing/fake-api';
import { sampleArtifact, sampleEvent, sampleRequest, sampleWorkflow } from '../../../testing/samples';
import type { WorkflowStatusView } from '../data/workflow';
import { WorkflowLive } from './workflow-live';

const routes = [{ path: 'workflows/:workflowId', component: WorkflowLive }];
const started = sampleEvent(1, 'workflow-started');
const began = sampleEvent(2, 'task-scheduled', { agent_id: 'analyst', task_id: 'task', attempt: 1 });

async function open(role: 'viewer' | 'operator', workflow: Partial<WorkflowStatusView> = {}): Promise<ConsoleTest> {
  const test = await ConsoleTest.create(routes, role);
  test.api
    .on('GET /api/workflows/wf_1/status', sampleWorkflow(workflow))
    .on('GET /api/workflows/wf_1/events', { events: [started, began], last_seq: 2 })
    .on('GET /api/workflows/wf_1/artifacts', { artifacts: [sampleArtifact()], total_count: 1, next_cursor: null })
    .on('GET /api/hitl/requests', { requests: [], total_count: 0, next_cursor: null });
  await test.goTo('/workflows/wf_1');
  return test;
}

function eventFrame(event: ReturnType<typeof sampleEvent>): object {
  return { type: 'workflow_event', workflow_id: 'wf_1', seq: event.seq, event };
}

function delta(text: string, offset: number, changes: object = {}): object {
  const turn = { workflow_id: 'wf_1', task_id: 'task', agent_id: 'analyst', attempt: 1, turn: 1 };
  return { type: 'delta', ...turn, offset, text, ...changes };
}

describe('the page of a workflow', () => {
  it('shows stages, agents, documents, cost and what happened', async () => {
    const test = await open('viewer');
    expect(test.text).toContain('A lending library');
    expect(test.text).toContain('A section is missing.');
    expect(test.text).toContain('Analyst began Requirements');
    expect(test.text).toContain('requirements.md');
    expect(test.text).toContain('$0.0420');
    expect(test.text).toContain('Simulated');
    expect(test.socket.sent).toContainEqual({ type: 'subscribe', workflow_id: 'wf_1', after_seq: 2 });
  });

  it('takes events in their order, once each', async () => {
    const test = await open('viewer');
    const done = eventFrame(sampleEvent(3, 'stage-completed', { stage_id: 'analyze' }));
    await test.receive(done);
    await test.receive(done);
    await test.receive({ ...(done as object), workflow_id: 'wf_2' });
    expect(test.text.match(/Analyze completed/g)).toHaveLength(1);
    expect(test.api.of('GET /api/workflows/wf_1/events')).toHaveLength(1);
  });

  it('reads what a gap hides', async () => {
    const test = await open('viewer');
    const missing = [3, 4, 5].map((seq) => sampleEvent(seq, 'stage-started', { stage_id: 'design', round: seq }));
    test.api.on('GET /api/workflows/wf_1/events', ({ query }) => {
      const after = Number(query.get('after_seq'));
      return { events: missing.filter(({ seq }) => seq > after).slice(0, 2), last_seq: 5 };
    });
    await test.receive(eventFrame(sampleEvent(5, 'stage-started', { stage_id: 'design', round: 5 })));
    expect(test.text.match(/Design began/g)).toHaveLength(3);
    expect(test.text).toContain('Round 4');
  });

  it('draws text while it is written and keeps it when its task ends', async () => {
    const test = await open('viewer');
    await test.receive(delta('# Hea', 0));
    await test.receive(delta('ding', 5));
    await test.receive(delta('# Hea', 0));
    expect(test.find('app-markdown h3').textContent).toBe('Heading');
    expect(test.text).toContain('writing…');
    await test.receive(eventFrame(sampleEvent(3, 'task-completed', { task_id: 'task', agent_id: 'analyst' })));
    await test.receive(delta('late', 9));
    expect(test.text).toContain('finished');
    expect(test.text).not.toContain('writing…');
  });

  it('asks once for the text it missed and goes on from the snapshot', async () => {
    const test = await open('viewer');
    test.socket.sent.length = 0;
    await test.receive(delta('two', 10));
    await test.receive(delta('three', 13));
    expect(test.socket.sent).toEqual([{ type: 'subscribe', workflow_id: 'wf_1', after_seq: 2 }]);
    await test.receive({ ...delta('', 0), type: 'snapshot', text: 'The whole text so far' });
    expect(test.text).toContain('The whole text so far');
  });

  it('lets one choose among several that write at once', async () => {
    const test = await open('viewer');
    await test.receive(delta('from the analyst', 0));
    await test.receive(delta('from the architect', 0, { task_id: 'plan', agent_id: 'architect' }));
    expect(test.text).toContain('from the architect');
    await test.click('[aria-label="Whose output to show"] button', 'Analyst');
    expect(test.text).toContain('from the analyst');
  });

  it('follows progress and agents between events, ignoring older news', async () => {
    const test = await open('viewer');
    const overall = {
      type: 'workflow_progress',
      workflow_id: 'wf_1',
      status: 'paused',
      current_stage: null,
      current_agent: null,
    };
    await test.receive({ ...overall, progress: 64, seq: 1 });
    expect(test.text).not.toContain('64 %');
    await test.receive({ ...overall, progress: 64, seq: 2 });
    expect(test.text).toContain('64 %');
    expect(test.text).toContain('Paused');
    const agent = { type: 'agent_status', workflow_id: 'wf_1', agent_id: 'architect', status: 'failed', progress: 37 };
    await test.receive({ ...agent, task_name: 'Outline', seq: 2 });
    expect(test.text).toContain('37 %');
    expect(test.text).toContain('Outline');
  });

  it('shows an approval that opens, and its question as soon as that can be read', async () => {
    const test = await open('viewer');
    test.api.on('GET /api/workflows/wf_1/status', sampleWorkflow({ seq: 3, pending_request_ids: ['hitl_1'] }));
    await test.receive(eventFrame(sampleEvent(3, 'approval-requested', { stage_id: 'design' })));
    await test.until(() => test.text.includes('Approval required: a decision is needed'));
    await test.receive({ type: 'hitl_request', request_id: 'hitl_1', workflow_id: 'wf_1', status: 'pending' });
    test.api
      .on('GET /api/hitl/requests/hitl_1', sampleRequest())
      .on('GET /api/hitl/requests', { requests: [sampleRequest()], total_count: 1, next_cursor: null });
    await test.until(() => test.text.includes('Approval required: Approve Design'));
    expect(test.find('a', 'See the request').getAttribute('href')).toBe('/approvals/hitl_1');
  });

  it('reads everything again when told to, and after a lost connection', async () => {
    const test = await open('viewer');
    const readings = () => test.api.of('GET /api/workflows/wf_1/artifacts').length;
    const before = readings();
    await test.receive({ type: 'resync', workflow_id: 'wf_1' });
    await test.until(() => readings() === before + 1);
  });

  it('puts earlier events in front when asked', async () => {
    const test = await ConsoleTest.create(routes, 'viewer');
    test.api
      .on('GET /api/workflows/wf_1/status', sampleWorkflow({ seq: 300 }))
      .on('GET /api/workflows/wf_1/events', ({ query }) =>
        query.get('after_seq') === '0'
          ? { events: [started], last_seq: 300 }
          : { events: [sampleEvent(101, 'workflow-paused')], last_seq: 300 },
      );
    await test.goTo('/workflows/wf_1');
    expect(test.text).not.toContain('Workflow started');
    await test.click('button', 'Show earlier events');
    expect(test.text).toContain('Workflow started');
    expect(test.api.of('GET /api/workflows/wf_1/events').map(({ query }) => query.get('limit'))).toEqual([
      '200',
      '100',
    ]);
  });

  it('gives commands only after a confirmation', async () => {
    const test = await open('operator');
    test.api
      .on('POST /api/workflows/wf_1/pause', { success: true })
      .on('POST /api/workflows/wf_1/cancel', { success: true });
    await test.click('button', 'Pause');
    await test.click('.cdk-dialog-container button', 'Keep running');
    expect(test.api.of('POST /api/workflows/wf_1/pause')).toHaveLength(0);
    await test.click('button', 'Pause');
    await test.click('.cdk-dialog-container button', 'Pause');
    expect(test.api.of('POST /api/workflows/wf_1/pause')).toHaveLength(1);
    await test.click('button', 'Cancel');
    await test.type('#confirm-reason', ' Superseded ');
    await test.click('.cdk-dialog-container button', 'Cancel the workflow');
    expect(test.api.of('POST /api/workflows/wf_1/cancel')[0]?.body).toEqual({ reason: 'Superseded' });
  });

  it('offers to resume what is paused', async () => {
    const test = await open('operator', { status: 'paused' });
    test.api.on('POST /api/workflows/wf_1/resume', problem(409, 'workflow-ended'));
    await test.click('button', 'Resume');
    await test.click('.cdk-dialog-container button', 'Resume');
    expect(test.api.of('POST /api/workflows/wf_1/resume')).toHaveLength(1);
    expect(test.find('button', 'Resume')).toBeTruthy();
  });

  it('offers nothing to a viewer, nor once it is finished', async () => {
    const viewer = await open('viewer');
    expect(viewer.page.querySelector('app-workflow-actions button')).toBeNull();
  });

  it('says which documents are outdated and has them written again after a confirmation', async () => {
    const since = '2026-01-01T10:30:00.000Z';
    const entry = { because: 'requirements.md', changed_path: 'requirements.md', changed_version: 2, since };
    const stale = [
      { ...entry, path: 'architecture.md' },
      { ...entry, path: 'implementation.md', because: 'architecture.md' },
    ];
    const test = await open('operator', { stale });
    test.api.on('POST /api/workflows/wf_1/rerun-stale', { success: true });
    expect(test.text).toContain('2 documents are outdated: architecture.md, implementation.md.');
    expect(test.text).toContain('Changed since: requirements.md (version 2).');
    await test.click('button', 'Write them again');
    await test.click('.cdk-dialog-container button', 'Leave as they are');
    expect(test.api.of('POST /api/workflows/wf_1/rerun-stale')).toHaveLength(0);
    await test.click('button', 'Write them again');
    await test.click('.cdk-dialog-container button', 'Write again');
    expect(test.api.of('POST /api/workflows/wf_1/rerun-stale')).toHaveLength(1);
  });

  it('marks outdated documents, and reads them again when more become so', async () => {
    const test = await open('viewer');
    const since = '2026-01-01T10:30:00.000Z';
    const stale = { path: 'requirements.md', because: 'b.md', changed_path: 'a.md', changed_version: 3, since };
    test.api.on('GET /api/workflows/wf_1/artifacts', {
      artifacts: [sampleArtifact({ stale })],
      total_count: 1,
      next_cursor: null,
    });
    await test.receive(
      eventFrame(sampleEvent(3, 'artifacts-marked-stale', { cause: { path: 'a.md', version: 3 }, artifacts: [stale] })),
    );
    expect(test.text).toContain('requirements.md is outdated');
    const badge = () => test.page.querySelector('app-document-list [title^="a.md has version 3"]');
    await test.until(() => badge() !== null);
    expect(badge()?.textContent).toBe('Outdated');
    expect(badge()?.getAttribute('title')).toBe(
      'a.md has version 3 since this was written; this was built from it by way of b.md.',
    );
  });

  it('leaves writing outdated documents again to operators', async () => {
    const entry = { because: 'a.md', changed_path: 'a.md', changed_version: 2, since: '2026-01-01T10:30:00.000Z' };
    const test = await open('viewer', { stale: [{ ...entry, path: 'architecture.md' }] });
    expect(test.text).toContain('1 document is outdated: architecture.md.');
    expect(test.page.querySelector('app-stale-notice button')).toBeNull();
  });

  it('shows what waits in a queue, and a status it does not know', async () => {
    const workflow = sampleWorkflow();
    const [stage] = workflow.stages;
    const [task] = stage?.tasks ?? [];
    if (stage === undefined || task === undefined) throw new Error('the sample has a stage with a task');
    const stages = [{ ...stage, status: 'in_review' as never, tasks: [{ ...task, status: 'skipped' as const }] }];
    const waiting_tasks = [
      {
        task_id: task.id,
        position: 3,
        reason: 'tenant-tasks',
        detail: '2 of 2 tasks are at work.',
        since: '2026-01-01T10:00:00.000Z',
      },
    ];
    const test = await open('viewer', { stages, waiting_tasks });
    expect(test.text).toContain('In review');
    expect(test.text).toContain('Skipped');
    expect(test.text).toMatch(/Queued, position 3:\s+2 of 2 tasks are at work\./);
  });

  it('leaves out the live output of a finished workflow', async () => {
    const test = await open('operator', {
      status: 'failed',
      failure: 'The budget is spent.',
      finished_at: '2026-01-01T11:00:00.000Z',
    });
    expect(test.text).toContain('The budget is spent.');
    expect(test.text).toContain('Duration1 h 00 min');
    expect(test.page.querySelector('app-live-output')).toBeNull();
    expect(test.page.querySelector('app-workflow-actions button')).toBeNull();
  });

  it('says what is wrong and tries again', async () => {
    const test = await ConsoleTest.create(routes, 'viewer');
    test.api.on('GET /api/workflows/wf_1/status', problem(503, 'orchestrator-unavailable'));
    await test.goTo('/workflows/wf_1');
    expect(test.text).toContain('Detail of orchestrator-unavailable.');
    test.api
      .on('GET /api/workflows/wf_1/status', sampleWorkflow())
      .on('GET /api/workflows/wf_1/events', { events: [started, began], last_seq: 2 });
    await test.click('button', 'Try again');
    expect(test.text).toContain('Analyst began Requirements');
  });
});
