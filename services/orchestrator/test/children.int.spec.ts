import {
  cancelWorkflow,
  getWorkflowStatus,
  pauseWorkflow,
  readWorkflowEvents,
  resumeWorkflow,
  startWorkflow,
  tendChildWorkflow,
} from '@botarmy/contracts';
import type { WorkflowEventView, WorkflowStatusView } from '@botarmy/contracts';
import { OutboxRelay, outgoingMessage } from '@botarmy/messaging';
import { waitFor } from '@botarmy/testing';

import { DecisionStore } from '../src/workflow/decision-store';
import { OrchestratorPlatform, operator } from './platform.fixture';

const TENANT = 'ten_default';

describe('the workflow of a sub-process task', () => {
  let platform: OrchestratorPlatform;
  beforeAll(async () => {
    platform = await OrchestratorPlatform.start({ TASK_LEASE_SECONDS: '3600' });
  });
  afterAll(() => platform?.stop());
  beforeEach(() => {
    platform.behave = () => 'complete';
  });

  const start = async (inputs: Record<string, unknown> = {}): Promise<string> => {
    const request = { project_brief: 'A study.', workflow_type: 'sub-process', inputs };
    return (await platform.gateway.ask(startWorkflow, request, operator())).workflow_id;
  };
  const status = (workflow_id: string): Promise<WorkflowStatusView> =>
    platform.gateway.ask(getWorkflowStatus, { workflow_id }, operator());
  const events = async (workflow_id: string): Promise<WorkflowEventView[]> =>
    (await platform.gateway.ask(readWorkflowEvents, { workflow_id, limit: 500 }, operator())).events;
  const reaches = (workflowId: string, wanted: string): Promise<WorkflowStatusView> =>
    waitFor(
      async () => {
        const view = await status(workflowId);
        return view.status === wanted ? view : undefined;
      },
      { timeoutMs: 20_000, describe: `${workflowId} to be ${wanted}` },
    );
  const childOf = (workflowId: string): Promise<string> =>
    waitFor(
      async () => {
        const started = (await events(workflowId)).find(({ type }) => type === 'child-started');
        const childId = started === undefined ? undefined : String(started.data['workflow_id']);
        if (childId === undefined) return undefined;
        await status(childId);
        return childId;
      },
      { timeoutMs: 20_000, describe: 'the child to be there' },
    );

  it('gets a brief and inputs, works by itself, and its document comes back with what it cost', async () => {
    const parent = await start({ risky: true });
    const view = await reaches(parent, 'completed');
    const child = await childOf(parent);
    expect(await status(child)).toMatchObject({ status: 'completed', workflow_type: 'conditions' });
    const history = await events(child);
    expect(history[0]?.data).toMatchObject({
      inputs: { risky: true },
      origin: { kind: 'sub-process', workflow_id: parent, task_id: 'study', attempt: 1 },
    });
    // The four tasks of the child and two of its parent, 30 tokens each.
    expect(view.cost).toMatchObject({ model_calls: 6, input_tokens: 60, output_tokens: 120 });
    const completed = (await events(parent)).find(({ data }) => data['task_id'] === 'study' && 'usage' in data);
    expect(completed?.data).toMatchObject({ usage: { provider: 'sub-process', model: 'conditions', calls: 4 } });
    const paths = platform.shelf.pathsOf(child);
    expect(paths).toEqual(expect.arrayContaining(['brief.md', 'result.md', 'extra_plan.md']));
    expect(platform.shelf.pathsOf(parent)).toContain('study.md');
  });

  it('is one, however often it is asked for', async () => {
    platform.behave = ({ task_id }) => (task_id === 'work-plan' ? 'silent' : 'complete');
    const parent = await start();
    const child_id = await childOf(parent);
    const message = (publication: number) =>
      outgoingMessage(tendChildWorkflow, {
        eventId: `${child_id}.start`,
        tenantId: TENANT,
        key: [parent],
        publication,
        payload: { workflow_id: parent, task_id: 'study', attempt: 1, child_id },
      });
    const { app } = platform.orchestrator;
    for (const publication of [1, 2, 3]) await app.get(DecisionStore).republish(TENANT, [message(publication)]);
    app.get(OutboxRelay).nudge();
    const { task } = await waitFor(() => platform.tasks.find((each) => each.task.workflow_id === child_id), {
      describe: 'its first task',
    });
    await platform.complete(task);
    await reaches(parent, 'completed');
    expect((await events(child_id)).filter(({ type }) => type === 'workflow-started')).toHaveLength(1);
    expect((await events(parent)).filter(({ type }) => type === 'child-started')).toHaveLength(1);
  });

  it('is held, goes on and ends with the workflow it works for', async () => {
    platform.behave = () => 'silent';
    const parent = await start();
    const plan = await platform.taskReceived(parent, { task_id: 'plan', attempt: 1, lease: 1 });
    await platform.complete(plan);
    const child = await childOf(parent);
    await platform.gateway.ask(pauseWorkflow, { workflow_id: parent, mode: 'immediate' }, operator());
    await reaches(child, 'paused');
    await platform.gateway.ask(resumeWorkflow, { workflow_id: parent }, operator());
    await waitFor(async () => (await status(child)).status !== 'paused', { describe: 'the child to go on' });
    await platform.gateway.ask(cancelWorkflow, { workflow_id: parent, reason: 'Enough.' }, operator());
    await reaches(child, 'cancelled');
    expect((await status(parent)).status).toBe('cancelled');
  });

  it('that a person cancels is a failure of the task, and its parent waits as the process says', async () => {
    platform.behave = ({ task_id }) => (task_id === 'plan' ? 'complete' : 'silent');
    const parent = await start();
    const child = await childOf(parent);
    await platform.gateway.ask(cancelWorkflow, { workflow_id: child, reason: 'Wrong.' }, operator());
    await waitFor(async () => (await events(parent)).some(({ type }) => type === 'task-given-up'), {
      timeoutMs: 20_000,
      describe: 'the parent to hear of it',
    });
    const failed = (await events(parent)).find(({ type }) => type === 'task-failed');
    expect(failed?.data).toMatchObject({ task_id: 'study', code: 'sub-process-cancelled', retryable: false });
    expect(String(failed?.data['detail'])).toContain('Wrong.');
  });

  it('is heard of although the decision that ended it was never told', async () => {
    platform.behave = ({ task_id }) => (task_id === 'plan' ? 'complete' : 'silent');
    const parent = await start();
    const child = await childOf(parent);
    const work = await platform.taskReceived(child, { task_id: 'work-plan', attempt: 1, lease: 1 });
    await platform.database.query(`
      CREATE FUNCTION orchestrator.lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
      CREATE TRIGGER lose BEFORE INSERT ON orchestrator.outbox FOR EACH ROW WHEN (NEW.event_id LIKE '${child}.%-%')
        EXECUTE FUNCTION orchestrator.lose()`);
    await platform.fail(work, { retryable: false, code: 'broken' });
    await reaches(child, 'failed');
    expect((await status(parent)).status).toBe('in_progress');
    await platform.database.query(`UPDATE orchestrator.due_work SET due_at = now() WHERE workflow_id = $1`, [parent]);
    await waitFor(async () => (await events(parent)).some(({ type }) => type === 'task-given-up'), {
      timeoutMs: 20_000,
      describe: 'the parent to hear of it',
    });
    const failed = (await events(parent)).find(({ type }) => type === 'task-failed');
    expect(failed?.data).toMatchObject({ code: 'sub-process-failed' });
  });
});
