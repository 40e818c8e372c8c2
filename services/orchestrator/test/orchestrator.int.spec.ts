import {
  cancelWorkflow,
  getOrchestratorOverview,
  getWorkflowStatus,
  listWorkflows,
  pauseWorkflow,
  readWorkflowEvents,
  replayDeadLetter,
  resumeWorkflow,
  startWorkflow,
} from '@botarmy/contracts';
import type { WorkflowStatusView } from '@botarmy/contracts';
import { Broker, DatabaseDeadLetterStore, Publisher } from '@botarmy/messaging';
import type { OutgoingMessage } from '@botarmy/messaging';
import { METADATA_PATHS } from '@botarmy/process-engine';
import { waitFor } from '@botarmy/testing';

import { Reconciler } from '../src/reconciler/reconciler';
import { Republisher } from '../src/reconciler/republisher';
import { OrchestratorPlatform, operator } from './platform.fixture';

const BRIEF = 'Create a todo application\nfor families with at most 5 members.';

describe('the orchestrator', () => {
  let platform: OrchestratorPlatform;

  beforeAll(async () => {
    platform = await OrchestratorPlatform.start();
  });

  afterAll(() => platform?.stop());

  beforeEach(() => {
    platform.tasks.length = 0;
    platform.behave = () => 'complete';
  });

  const start = async (brief = BRIEF, key?: string): Promise<string> => {
    const caller = operator(key === undefined ? {} : { idempotency_key: key });
    return (await platform.gateway.ask(startWorkflow, { project_brief: brief, workflow_type: 'sdlc' }, caller))
      .workflow_id;
  };
  const status = (workflowId: string): Promise<WorkflowStatusView> =>
    platform.gateway.ask(getWorkflowStatus, { workflow_id: workflowId }, operator());
  const until = (workflowId: string, wanted: string): Promise<unknown> =>
    waitFor(async () => (await status(workflowId)).status === wanted, {
      timeoutMs: 15_000,
      describe: `the workflow is ${wanted}`,
    });
  const answerPending = async (
    workflowId: string,
    response: 'approved' | 'modified' | 'rejected',
    feedback = '',
  ): Promise<void> => {
    await until(workflowId, 'waiting_for_human');
    const [requestId] = (await status(workflowId)).pending_request_ids;
    await platform.answer(requestId ?? '', workflowId, response, feedback);
    await waitFor(async () => !(await status(workflowId)).pending_request_ids.includes(requestId ?? ''), {
      describe: 'the answer counts',
    });
  };
  const tasksOf = (workflowId: string) =>
    platform.tasks.filter(({ task }) => task.workflow_id === workflowId).map(({ task }) => task);
  const deadLetters = (tenant = 'ten_default') => platform.orchestrator.app.get(DatabaseDeadLetterStore).list(tenant);

  it('takes a brief through five stages, two approvals and fourteen artifacts', async () => {
    const workflowId = await start();
    await answerPending(workflowId, 'approved');
    await answerPending(workflowId, 'approved');
    await until(workflowId, 'completed');
    const view = await status(workflowId);
    expect(view).toMatchObject({
      progress_percent: 100,
      completed_stages: ['Analyze', 'Design', 'Build', 'Validate', 'Launch'],
      current_agent: null,
      title: 'Create a todo application',
      simulated: true,
    });
    expect(view.cost).toEqual({ input_tokens: 100, output_tokens: 200, cost_micros: 50, model_calls: 10 });
    const paths = platform.shelf.pathsOf(workflowId);
    expect(paths).toHaveLength(14);
    expect(paths).toEqual(expect.arrayContaining(['project_brief.md', 'deployment_plan.md', ...METADATA_PATHS]));
    expect(tasksOf(workflowId).map((task) => task.agent.id)).toEqual([
      'analyst',
      'analyst',
      'architect',
      'architect',
      'developer',
      'developer',
      'tester',
      'tester',
      'deployer',
      'deployer',
    ]);
  });

  it('numbers its news without a gap', async () => {
    const workflowId = await start();
    await until(workflowId, 'waiting_for_human');
    const page = await platform.gateway.ask(readWorkflowEvents, { workflow_id: workflowId }, operator());
    expect(page.events.map((event) => event.seq)).toEqual(
      Array.from({ length: page.last_seq }, (_, index) => index + 1),
    );
    expect(page.events[0]).toMatchObject({ type: 'workflow-started', progress: { status: expect.any(String) } });
    const rest = await platform.gateway.ask(
      readWorkflowEvents,
      { workflow_id: workflowId, after_seq: 3, limit: 2 },
      operator(),
    );
    expect(rest.events.map((event) => event.seq)).toEqual([4, 5]);
  });

  it('starts once, with one brief, however often a client repeats an idempotency key', async () => {
    const briefs = (): number => [...platform.shelf.stored.keys()].filter((key) => key.endsWith('/brief')).length;
    const before = briefs();
    const ids = await Promise.all(Array.from({ length: 10 }, () => start(BRIEF, 'same-key')));
    expect(new Set(ids).size).toBe(1);
    expect(briefs()).toBe(before + 1);
    expect(await start(BRIEF, 'same-key')).toBe(ids[0]);
    await expect(start('Another brief', 'same-key')).rejects.toMatchObject({
      status: 422,
      code: 'idempotency-key-reused',
    });
  });

  it('refuses an unknown process and names the known ones', async () => {
    const asked = platform.gateway.ask(startWorkflow, { project_brief: BRIEF, workflow_type: 'nonsense' }, operator());
    await expect(asked).rejects.toMatchObject({
      status: 422,
      code: 'unknown-process',
      detail: expect.stringContaining('sdlc'),
    });
  });

  it('answers alike for an unknown workflow and for another tenant’s', async () => {
    const workflowId = await start();
    const stranger = operator({ tenant_id: 'ten_other' });
    for (const question of [getWorkflowStatus, pauseWorkflow, resumeWorkflow, cancelWorkflow, readWorkflowEvents]) {
      const foreign = platform.gateway.ask(question as typeof getWorkflowStatus, { workflow_id: workflowId }, stranger);
      const unknown = platform.gateway.ask(
        question as typeof getWorkflowStatus,
        { workflow_id: 'wf_unknown' },
        operator(),
      );
      const [one, other] = await Promise.all(
        [foreign, unknown].map((asked) =>
          asked.then(
            () => 'answered',
            (error: unknown) => error,
          ),
        ),
      );
      expect(one).toMatchObject({ status: 404, code: 'workflow-not-found' });
      expect(String(one)).toBe(String(other));
    }
    const list = await platform.gateway.ask(listWorkflows, {}, stranger);
    expect(list).toEqual({ workflows: [], total_count: 0, next_cursor: null });
  });

  it('lists workflows newest first, page by page, by status', async () => {
    const first = await start('First');
    const second = await start('Second');
    const page = await platform.gateway.ask(listWorkflows, { limit: 1 }, operator());
    expect(page.workflows.map(({ id }) => id)).toEqual([second]);
    const next = await platform.gateway.ask(listWorkflows, { limit: 1, cursor: page.next_cursor ?? '' }, operator());
    expect(next.workflows.map(({ id }) => id)).toEqual([first]);
    const none = await platform.gateway.ask(listWorkflows, { status: 'failed' }, operator());
    expect(none.workflows).toEqual([]);
  });

  it('pauses at a safe point, answers a repeat with the first time, and resumes', async () => {
    platform.behave = () => 'silent';
    const workflowId = await start();
    await waitFor(() => tasksOf(workflowId).length === 1, { describe: 'the first task is sent' });
    const paused = await platform.gateway.ask(pauseWorkflow, { workflow_id: workflowId }, operator());
    const again = await platform.gateway.ask(pauseWorkflow, { workflow_id: workflowId }, operator());
    expect(again).toEqual(paused);
    const [task] = tasksOf(workflowId);
    if (task !== undefined) await platform.complete(task);
    await waitFor(async () => (await status(workflowId)).stages[0]?.tasks[0]?.status === 'completed', {
      describe: 'the running task ends',
    });
    expect(tasksOf(workflowId)).toHaveLength(1);
    expect((await status(workflowId)).status).toBe('paused');
    platform.behave = () => 'complete';
    await platform.gateway.ask(resumeWorkflow, { workflow_id: workflowId }, operator());
    await until(workflowId, 'waiting_for_human');
    const refused = platform.gateway.ask(resumeWorkflow, { workflow_id: workflowId }, operator());
    await expect(refused).rejects.toMatchObject({ status: 409, code: 'workflow-not-paused' });
  });

  it('cancels for good, closes the open request and ignores what comes late', async () => {
    const workflowId = await start();
    await until(workflowId, 'waiting_for_human');
    const [requestId] = (await status(workflowId)).pending_request_ids;
    await platform.gateway.ask(cancelWorkflow, { workflow_id: workflowId, reason: 'Not needed.' }, operator());
    await platform.answer(requestId ?? '', workflowId, 'approved');
    const view = await status(workflowId);
    expect(view).toMatchObject({ status: 'cancelled', failure: 'Not needed.', pending_request_ids: [] });
    const paused = platform.gateway.ask(pauseWorkflow, { workflow_id: workflowId }, operator());
    await expect(paused).rejects.toMatchObject({ status: 409 });
    const repeated = await platform.gateway.ask(cancelWorkflow, { workflow_id: workflowId }, operator());
    expect(repeated.success).toBe(true);
  });

  it('sends the deliverable back with feedback when people ask for changes', async () => {
    const workflowId = await start();
    await answerPending(workflowId, 'modified', 'Use PostgreSQL.');
    await until(workflowId, 'waiting_for_human');
    const repeated = tasksOf(workflowId).at(-1);
    expect(repeated).toMatchObject({ agent: { id: 'architect' }, attempt: 2 });
    expect(repeated?.feedback).toEqual([{ source: 'person', text: 'Use PostgreSQL.' }]);
  });

  it('tries again after a failure, then fails with the reason', async () => {
    platform.behave = () => 'give-up';
    const workflowId = await start();
    await until(workflowId, 'failed');
    expect(await status(workflowId)).toMatchObject({
      failure: expect.stringContaining('The provider did not answer.'),
    });
    expect(tasksOf(workflowId)).toHaveLength(1);
  });

  it('retries through a timer that survives in PostgreSQL', async () => {
    let failures = 0;
    platform.behave = () => {
      failures += 1;
      return failures === 1 ? 'fail' : 'complete';
    };
    const workflowId = await start();
    await waitFor(() => tasksOf(workflowId).length >= 2, { timeoutMs: 10_000, describe: 'the second attempt is sent' });
    expect(tasksOf(workflowId)[1]).toMatchObject({ attempt: 2, lease: 1 });
    await until(workflowId, 'waiting_for_human');
  });

  it('row 7: counts a repeated result once', async () => {
    platform.behave = () => 'silent';
    const workflowId = await start();
    await waitFor(() => tasksOf(workflowId).length === 1, { describe: 'the first task is sent' });
    const [task] = tasksOf(workflowId);
    if (task === undefined) throw new Error('no task');
    await Promise.all([
      platform.complete(task),
      platform.complete(task, { eventId: 'another-id' }),
      platform.complete(task, { eventId: 'third-id' }),
    ]);
    await waitFor(() => tasksOf(workflowId).length >= 2, { describe: 'the second task is sent' });
    const page = await platform.gateway.ask(readWorkflowEvents, { workflow_id: workflowId }, operator());
    expect(page.events.filter(({ type }) => type === 'task-completed')).toHaveLength(1);
  });

  it('row 3: fences a runner whose lease was handed on', async () => {
    platform.behave = () => 'silent';
    const workflowId = await start();
    await waitFor(() => tasksOf(workflowId).length === 1, { describe: 'the first lease is sent' });
    await platform.database.query(
      `UPDATE orchestrator.due_work SET due_at = now(), is_heard = true WHERE workflow_id = $1`,
      [workflowId],
    );
    await waitFor(() => tasksOf(workflowId).length === 2, { describe: 'the second lease is sent' });
    const [zombie, heir] = tasksOf(workflowId);
    if (zombie === undefined || heir === undefined) throw new Error('two leases expected');
    expect(heir).toMatchObject({ attempt: 1, lease: 2 });
    await platform.complete(zombie);
    await platform.complete(heir);
    await waitFor(() => tasksOf(workflowId).length === 3, { describe: 'the next task is sent' });
    const page = await platform.gateway.ask(readWorkflowEvents, { workflow_id: workflowId }, operator());
    expect(page.events.filter(({ type }) => type === 'task-completed').map(({ data }) => data['lease'])).toEqual([2]);
  });

  it('says a task again that no runner was heard of, under the same lease', async () => {
    platform.behave = () => 'silent';
    const workflowId = await start();
    await waitFor(() => tasksOf(workflowId).length === 1, { describe: 'the first message' });
    await platform.database.query(`UPDATE orchestrator.due_work SET due_at = now() WHERE workflow_id = $1`, [
      workflowId,
    ]);
    await waitFor(() => tasksOf(workflowId).length === 2, { describe: 'the second message' });
    expect(tasksOf(workflowId).map(({ attempt, lease }) => [attempt, lease])).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  it('row 5: fills a broker that lost its store again, and doubles nothing', async () => {
    platform.behave = () => 'silent';
    const workflowId = await start();
    await waitFor(() => tasksOf(workflowId).length === 1, { describe: 'the first task is sent' });
    const manager = await platform.orchestrator.app.get(Broker).connection.jetstreamManager();
    for (const stream of ['AGENT_TASKS', 'COMMANDS', 'EVENTS']) await manager.streams.delete(stream);
    platform.behave = () => 'complete';
    await answerPending(workflowId, 'approved');
    await answerPending(workflowId, 'approved');
    await until(workflowId, 'completed');
    const page = await platform.gateway.ask(readWorkflowEvents, { workflow_id: workflowId, limit: 500 }, operator());
    expect(page.events.filter(({ type }) => type === 'task-completed')).toHaveLength(10);
  });

  it('republishes an open question inside the duplicate window with an id of its own', async () => {
    const workflowId = await start();
    await until(workflowId, 'waiting_for_human');
    const published = jest.spyOn(platform.orchestrator.app.get(Publisher), 'publish');
    const count = await platform.orchestrator.app.get(Republisher).republish('ten_default', workflowId);
    expect(count).toBe(1);
    const isAgain = ({ event_id, publication }: OutgoingMessage): boolean =>
      event_id.endsWith('.open') && publication > 0;
    const index = await waitFor(
      () => {
        const found = published.mock.calls.findIndex(([message]) => isAgain(message));
        return found < 0 ? undefined : { found };
      },
      { describe: 'it is published again' },
    );
    await expect(published.mock.results[index.found]?.value).resolves.toBe(true);
    published.mockRestore();
  });

  it('parks a result that names a workflow its tenant does not have', async () => {
    platform.behave = () => 'silent';
    const workflowId = await start();
    await waitFor(() => tasksOf(workflowId).length === 1, { describe: 'the task is sent' });
    const [task] = tasksOf(workflowId);
    if (task !== undefined) await platform.complete(task, { tenantId: 'ten_other', eventId: 'forged' });
    await waitFor(async () => (await deadLetters('ten_other')).length === 1, {
      describe: 'the forged result is parked',
    });
    expect((await deadLetters('ten_other'))[0]).toMatchObject({ code: 'unknown-workflow', event_id: 'forged' });
    expect((await status(workflowId)).stages[0]?.tasks[0]?.status).toBe('running');
  });

  it('keeps what a runner could not handle, and puts it back on its subject when it is replayed', async () => {
    platform.behave = () => 'silent';
    const workflowId = await start();
    await waitFor(() => tasksOf(workflowId).length === 1, { describe: 'the task is sent' });
    const sent = platform.tasks.find(({ task }) => task.workflow_id === workflowId);
    if (sent === undefined) throw new Error('no task');
    await platform.refuse(sent.delivery, JSON.stringify(sent.task));
    const kept = async () => (await deadLetters()).find(({ event_id }) => event_id === sent.delivery.eventId);
    await waitFor(async () => (await kept()) !== undefined, { describe: 'the refused task is parked' });
    expect(await kept()).toMatchObject({
      consumer: 'agent-runner-analyst',
      code: 'malformed-message',
      subject: sent.delivery.subject,
    });
    const { consumer, eventId: event_id } = sent.delivery;
    await platform.gateway.ask(replayDeadLetter('orchestrator'), { consumer, event_id }, operator({ role: 'admin' }));
    await waitFor(() => tasksOf(workflowId).length === 2, { describe: 'the task is sent again' });
  });

  it('row 2: decides once when two orchestrators work side by side', async () => {
    const second = await platform.startOrchestrator();
    try {
      const ids = await Promise.all(Array.from({ length: 8 }, (_, index) => start(`Brief ${index}`)));
      for (const id of ids) {
        await answerPending(id, 'approved');
        await answerPending(id, 'approved');
        await until(id, 'completed');
        const page = await platform.gateway.ask(readWorkflowEvents, { workflow_id: id, limit: 500 }, operator());
        expect(page.events.filter(({ type }) => type === 'task-completed')).toHaveLength(10);
        expect(tasksOf(id)).toHaveLength(10);
      }
    } finally {
      await second.close();
    }
  }, 60_000);

  it('goes on after a restart with everything it knew', async () => {
    const workflowId = await start();
    await until(workflowId, 'waiting_for_human');
    await platform.orchestrator.close();
    platform.orchestrator = await platform.startOrchestrator();
    await answerPending(workflowId, 'approved');
    await answerPending(workflowId, 'approved');
    await until(workflowId, 'completed');
  });

  it('shows the tenant’s overview', async () => {
    const overview = await platform.gateway.ask(getOrchestratorOverview, {}, operator());
    expect(overview.processes).toEqual([expect.objectContaining({ name: 'sdlc', estimated_duration_minutes: 25 })]);
    expect(overview.agents.map(({ id }) => id).sort()).toEqual([
      'analyst',
      'architect',
      'deployer',
      'developer',
      'tester',
    ]);
    expect(overview.active_workflows).toBeGreaterThan(0);
  });

  it('finds nothing due twice', async () => {
    expect(await platform.orchestrator.app.get(Reconciler).look()).toBe(false);
  });
});
