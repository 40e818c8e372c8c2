import { getWorkflowStatus, readWorkflowEvents } from '@botarmy/contracts';
import type { WorkflowStatusView } from '@botarmy/contracts';
import type { ScenarioObservation } from '@botarmy/process-engine';
import { waitFor } from '@botarmy/testing';

import type { OrchestratorPlatform } from './platform.fixture';
import { operator } from './platform.fixture';

const MOST_EVENTS = 500;

/** What a client, a runner, hitl and the artifacts service see of a workflow. */
export async function observeWorkflow(
  platform: OrchestratorPlatform,
  workflowId: string,
): Promise<ScenarioObservation> {
  const view = await platform.gateway.ask(getWorkflowStatus, { workflow_id: workflowId }, operator());
  const running = await runningAttempt(platform, view);
  const tasks = view.stages.flatMap((stage) => stage.tasks);
  const idsOf = (status: string): string[] => tasks.filter((task) => task.status === status).map(({ id }) => id);
  const questions = await openQuestions(platform, view);
  return {
    status: view.status,
    running,
    running_tasks: idsOf('running'),
    skipped: idsOf('skipped'),
    given_up: view.finished_at === null ? idsOf('failed') : [],
    stage: view.stages.find(({ name }) => name === view.current_stage)?.id ?? null,
    completed_stages: view.completed_stages,
    percent: view.progress_percent,
    asked: questions[0] ?? null,
    asked_all: questions,
    artifacts: [...new Set(platform.shelf.pathsOf(workflowId))],
    failure: await failureCode(platform, workflowId),
  };
}

/** The attempt as its runner received it; it must be the one the orchestrator looks after. A sub-process has no runner. */
async function runningAttempt(
  platform: OrchestratorPlatform,
  { id, stages }: WorkflowStatusView,
): Promise<ScenarioObservation['running']> {
  const shown = stages.flatMap(({ tasks }) => tasks).find(({ status }) => status === 'running');
  const leases = await platform.database.query(
    `SELECT kind, subject_id, attempt, lease FROM orchestrator.due_work
     WHERE workflow_id = $1 AND kind IN ('agent-task', 'child')`,
    [id],
  );
  const leased = leases.find((lease) => lease['subject_id'] === shown?.id) ?? leases[0];
  if (shown?.id !== leased?.['subject_id'] || shown?.attempt !== leased?.['attempt']) {
    throw new Error(`shown is ${shown?.id} ${shown?.attempt}, leased is ${JSON.stringify(leased)}`);
  }
  if (shown === undefined) return null;
  const { id: task, attempt } = shown;
  if (leased?.['kind'] === 'child') return { task, attempt, lease: 1, feedback: [] };
  const lease = Number(leased?.['lease']);
  const received = await platform.taskReceived(id, { task_id: task, attempt, lease });
  return { task, attempt, lease, feedback: received.feedback.map(({ text }) => text) };
}

async function openQuestions(platform: OrchestratorPlatform, view: WorkflowStatusView): Promise<string[]> {
  const asked = view.pending_request_ids.map((requestId) =>
    waitFor(() => platform.questions.find(({ request_id }) => request_id === requestId), {
      describe: 'the question to reach hitl',
    }),
  );
  return (await Promise.all(asked)).map(({ title }) => title);
}

async function failureCode(platform: OrchestratorPlatform, workflowId: string): Promise<string | null> {
  const request = { workflow_id: workflowId, limit: MOST_EVENTS };
  const { events } = await platform.gateway.ask(readWorkflowEvents, request, operator());
  const failed = events.find(({ type }) => type === 'workflow-failed');
  return failed === undefined ? null : String(failed.data['code']);
}
