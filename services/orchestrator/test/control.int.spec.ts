import {
  agentTaskCancelled,
  cancelWorkflow,
  editArtifact,
  forkWorkflow,
  getWorkflowLineage,
  getWorkflowStatus,
  messageAgent,
  pauseWorkflow,
  readWorkflowEvents,
  rerunStale,
  restartStage,
  resumeWorkflow,
  retryTask,
  skipTask,
  startWorkflow,
  subjectFilterOf,
} from '@botarmy/contracts';
import type { AgentTaskCancelled, ExecuteAgentTask, WorkflowStatusView } from '@botarmy/contracts';
import { WORKFLOW_STATE_SHAPE } from '@botarmy/process-engine';
import { waitFor } from '@botarmy/testing';

import { WorkflowStates } from '../src/workflow/workflow-states';
import { OrchestratorPlatform, operator } from './platform.fixture';

const PLAN = 'analysis-execution-plan';

describe('people control a workflow', () => {
  let platform: OrchestratorPlatform;
  const cancelled: AgentTaskCancelled[] = [];

  beforeAll(async () => {
    platform = await OrchestratorPlatform.start();
    platform.runnerConnection.subscribe(subjectFilterOf(agentTaskCancelled), {
      callback: (_error, message) => void cancelled.push(message.json()),
    });
    await platform.runnerConnection.flush();
  });

  afterAll(() => platform?.stop());

  beforeEach(() => {
    platform.tasks.length = 0;
    platform.behave = () => 'complete';
  });

  const start = async (): Promise<string> =>
    (await platform.gateway.ask(startWorkflow, { project_brief: 'Create a todo application' }, operator())).workflow_id;
  const status = (workflow_id: string): Promise<WorkflowStatusView> =>
    platform.gateway.ask(getWorkflowStatus, { workflow_id }, operator());
  const until = (workflowId: string, wanted: string): Promise<unknown> =>
    waitFor(async () => (await status(workflowId)).status === wanted, {
      timeoutMs: 15_000,
      describe: `the workflow is ${wanted}`,
    });
  const tasksOf = (workflowId: string): ExecuteAgentTask[] =>
    platform.tasks.filter(({ task }) => task.workflow_id === workflowId).map(({ task }) => task);
  const firstTask = async (workflowId: string): Promise<ExecuteAgentTask> => {
    const [task] = await waitFor(() => (tasksOf(workflowId).length > 0 ? tasksOf(workflowId) : undefined), {
      describe: 'the first task is sent',
    });
    if (task === undefined) throw new Error('no task');
    return task;
  };
  const stopped = (workflowId: string) => (): boolean =>
    cancelled.some((attempt) => attempt.workflow_id === workflowId && attempt.lease === 1);
  const approve = async (workflowId: string): Promise<void> => {
    await until(workflowId, 'waiting_for_human');
    const [requestId = ''] = (await status(workflowId)).pending_request_ids;
    await platform.answer(requestId, workflowId, 'approved');
    await waitFor(async () => !(await status(workflowId)).pending_request_ids.includes(requestId), {
      describe: 'the answer counts',
    });
  };

  it.each([
    ['an immediate pause', pauseWorkflow, { mode: 'immediate' as const }],
    ['a cancellation', cancelWorkflow, { reason: 'x' }],
  ])('%s reaches the runner that has the attempt', async (_what, question, details) => {
    platform.behave = () => 'silent';
    const workflow_id = await start();
    await firstTask(workflow_id);
    await platform.gateway.ask(question as typeof pauseWorkflow, { workflow_id, ...details } as never, operator());
    await waitFor(stopped(workflow_id), { describe: 'the runner is told' });
  });

  it('an attempt taken away by a pause is sent again under a new lease when the workflow goes on', async () => {
    platform.behave = () => 'silent';
    const workflow_id = await start();
    await firstTask(workflow_id);
    await platform.gateway.ask(pauseWorkflow, { workflow_id, mode: 'immediate' }, operator());
    await platform.gateway.ask(resumeWorkflow, { workflow_id }, operator());
    await platform.taskReceived(workflow_id, { task_id: PLAN, attempt: 1, lease: 2 });
  });

  it('a state that another release stored in another shape is folded anew from the events', async () => {
    platform.behave = () => 'silent';
    const workflow_id = await start();
    await firstTask(workflow_id);
    const before = await status(workflow_id);
    const states = platform.orchestrator.app.get(WorkflowStates);
    const spoilt = `UPDATE orchestrator.workflow_snapshot SET state = '{"shape": 1, "version": 2, "workflow_id": "x"}'`;
    await platform.database.query(`${spoilt} WHERE workflow_id = $1`, [workflow_id]);
    states.forget(workflow_id);
    expect(await status(workflow_id)).toEqual({ ...before, estimated_completion: expect.any(String) as string });
    await platform.gateway.ask(pauseWorkflow, { workflow_id, mode: 'immediate' }, operator());
    // The next decision stores it in the shape of this release.
    const [row] = await platform.database.query<{ shape: number }>(
      `SELECT (state ->> 'shape')::integer AS shape FROM orchestrator.workflow_snapshot WHERE workflow_id = $1`,
      [workflow_id],
    );
    expect(row?.shape).toBe(WORKFLOW_STATE_SHAPE);
  });

  it('a task is retried with feedback, once for one key', async () => {
    platform.behave = () => 'silent';
    const workflow_id = await start();
    await firstTask(workflow_id);
    const caller = operator({ idempotency_key: 'retry-1' });
    const request = { workflow_id, task_id: PLAN, feedback: 'Name the regulator.' };
    const first = await platform.gateway.ask(retryTask, request, caller);
    expect(first).toMatchObject({ success: true, task_ids: [PLAN] });
    expect(await platform.gateway.ask(retryTask, request, caller)).toEqual(first);
    const task = await platform.taskReceived(workflow_id, { task_id: PLAN, attempt: 2, lease: 1 });
    expect(task.feedback).toEqual([{ source: 'person', text: 'Name the regulator.' }]);
    await waitFor(stopped(workflow_id), { describe: 'the first attempt is stopped' });
    expect((await status(workflow_id)).stages[0]?.tasks[0]?.attempt).toBe(2);
  });

  it('a task is skipped with a reason, and the next one goes on without its document', async () => {
    platform.behave = () => 'silent';
    const workflow_id = await start();
    await firstTask(workflow_id);
    await platform.gateway.ask(skipTask, { workflow_id, task_id: PLAN, reason: 'We have one.' }, operator());
    const next = await platform.taskReceived(workflow_id, { task_id: 'requirements-analysis', attempt: 1, lease: 1 });
    expect(next.inputs.map(({ path }) => path)).toEqual(['project_brief.md']);
  });

  it('refuses what it does not know, and changes nothing', async () => {
    const workflow_id = await start();
    await until(workflow_id, 'waiting_for_human');
    const { seq } = await status(workflow_id);
    const ask = platform.gateway;
    await expect(ask.ask(retryTask, { workflow_id, task_id: 'nonsense' }, operator())).rejects.toMatchObject({
      status: 404,
      code: 'unknown-task',
    });
    await expect(ask.ask(restartStage, { workflow_id, stage_id: 'launch' }, operator())).rejects.toMatchObject({
      status: 409,
      code: 'stage-not-started',
    });
    await expect(ask.ask(forkWorkflow, { workflow_id, from_seq: 100_000 }, operator())).rejects.toMatchObject({
      status: 422,
      code: 'unknown-step',
    });
    const stranger = operator({ tenant_id: 'ten_other' });
    for (const question of [rerunStale, getWorkflowLineage])
      await expect(ask.ask(question as typeof rerunStale, { workflow_id }, stranger)).rejects.toMatchObject({
        status: 404,
        code: 'workflow-not-found',
      });
    await expect(ask.ask(forkWorkflow, { workflow_id, from_seq: 1 }, stranger)).rejects.toMatchObject({ status: 404 });
    expect((await status(workflow_id)).seq).toBe(seq);
  });

  it('a message is in the next attempt of its agent and on the record', async () => {
    const workflow_id = await start();
    await until(workflow_id, 'waiting_for_human');
    const request = { workflow_id, agent_id: 'developer', message: 'Use PostgreSQL only.' };
    const reply = await platform.gateway.ask(messageAgent, request, operator());
    expect(reply).toEqual({
      message_id: expect.stringMatching(/^msg_/),
      status: 'delivered',
      agent_response_expected: true,
    });
    await approve(workflow_id);
    const task = await platform.taskReceived(workflow_id, { task_id: 'build-execution-plan', attempt: 1, lease: 1 });
    expect(task.feedback).toEqual([{ source: 'person', text: 'Use PostgreSQL only.' }]);
    const { events } = await platform.gateway.ask(readWorkflowEvents, { workflow_id, limit: 500 }, operator());
    expect(events.find(({ type }) => type === 'guidance-given')?.data).toMatchObject({ text: 'Use PostgreSQL only.' });
    await expect(
      platform.gateway.ask(messageAgent, { ...request, agent_id: 'nobody' }, operator()),
    ).rejects.toMatchObject({ status: 422, code: 'unknown-agent' });
  });

  it('an edited document makes exactly its dependents stale and exactly those tasks are done again', async () => {
    const workflow_id = await start();
    await approve(workflow_id);
    await until(workflow_id, 'waiting_for_human');
    const path = 'architecture.md';
    const edit = { workflow_id, path, content: '# Architecture\n\nOne process.\n', base_version: 1 };
    const caller = operator({ idempotency_key: 'edit-1' });
    const edited = await platform.gateway.ask(editArtifact, edit, caller);
    const stale = ['build_execution_plan.md', 'implementation_plan.md', 'test_plan.md', 'validation_execution_plan.md'];
    expect(edited.artifact).toMatchObject({ path, version: 2 });
    expect(edited.stale.map((entry) => entry.path)).toEqual(stale);
    expect(await platform.gateway.ask(editArtifact, edit, caller)).toEqual(edited);
    await expect(platform.gateway.ask(editArtifact, edit, operator())).rejects.toMatchObject({
      status: 409,
      code: 'artifact-changed',
    });
    const lineage = await platform.gateway.ask(getWorkflowLineage, { workflow_id }, operator());
    expect(lineage.stale[0]).toMatchObject({ path: stale[0], because: path, changed_path: path, changed_version: 2 });
    const concerned = ['build-execution-plan', 'implementation-planning', 'validation-execution-plan', 'test-planning'];
    expect(lineage.stale_task_ids).toEqual(concerned);

    platform.tasks.length = 0;
    const rerun = await platform.gateway.ask(rerunStale, { workflow_id }, operator());
    expect(rerun.task_ids).toEqual(concerned);
    await until(workflow_id, 'waiting_for_human');
    expect(tasksOf(workflow_id).map(({ task_id }) => task_id)).toEqual(concerned);
    expect((await platform.gateway.ask(getWorkflowLineage, { workflow_id }, operator())).stale).toEqual([]);
    await approve(workflow_id);
    await until(workflow_id, 'completed');
  });

  it('a stage is restarted, and what was approved of it is asked again', async () => {
    const workflow_id = await start();
    await approve(workflow_id);
    await until(workflow_id, 'waiting_for_human');
    await platform.gateway.ask(restartStage, { workflow_id, stage_id: 'design' }, operator());
    await approve(workflow_id);
    await approve(workflow_id);
    await until(workflow_id, 'completed');
    const attempts = (await status(workflow_id)).stages.flatMap(({ tasks }) => tasks.map(({ attempt }) => attempt));
    expect(attempts).toEqual([1, 1, 2, 2, 2, 2, 2, 2, 1, 1]);
  });

  it('a fork shares the documents, has its own parent pointer and does only what differs', async () => {
    const parent = await start();
    await approve(parent);
    await approve(parent);
    await until(parent, 'completed');
    const { seq } = await status(parent);
    const caller = operator({ idempotency_key: 'fork-1' });
    const edits = [{ path: 'implementation_plan.md', content: '# Implementation Plan\n\nSmaller.\n' }];
    const request = { workflow_id: parent, from_seq: seq, edits };
    const fork = await platform.gateway.ask(forkWorkflow, request, caller);
    expect(fork).toMatchObject({ status: 'started', parent_workflow_id: parent, parent_seq: seq });
    expect(await platform.gateway.ask(forkWorkflow, request, caller)).toEqual(fork);
    await approve(fork.workflow_id);
    await until(fork.workflow_id, 'completed');
    expect(tasksOf(fork.workflow_id).map(({ task_id }) => task_id)).toEqual([
      'validation-execution-plan',
      'test-planning',
      'launch-execution-plan',
      'deployment-planning',
    ]);
    const lineage = await platform.gateway.ask(getWorkflowLineage, { workflow_id: fork.workflow_id }, operator());
    expect(lineage).toMatchObject({ parent_workflow_id: parent, parent_seq: seq, stale: [] });
    const { events } = await platform.gateway.ask(
      readWorkflowEvents,
      { workflow_id: fork.workflow_id, limit: 500 },
      operator(),
    );
    expect(events.map((event) => event.seq)).toEqual(events.map((_event, index) => index + 1));
    expect((await status(fork.workflow_id)).cost.model_calls).toBe(4);
    expect((await status(parent)).seq).toBe(seq);
  });
});
