import { getWorkflowStatus, readWorkflowEvents } from '@botarmy/contracts';
import type { ExecuteAgentTask, WorkflowStatusView } from '@botarmy/contracts';
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
  return {
    status: view.status,
    running: running && {
      task: running.task_id,
      attempt: running.attempt,
      lease: running.lease,
      feedback: running.feedback.map(({ text }) => text),
    },
    stage: view.stages.find(({ name }) => name === view.current_stage)?.id ?? null,
    completed_stages: view.completed_stages,
    percent: view.progress_percent,
    asked: await openQuestion(platform, view),
    artifacts: [...new Set(platform.shelf.pathsOf(workflowId))],
    failure: await failureCode(platform, workflowId),
  };
}

/** The attempt as its runner received it; it must be the one whose lease the orchestrator looks after. */
async function runningAttempt(
  platform: OrchestratorPlatform,
  { id, stages }: WorkflowStatusView,
): Promise<ExecuteAgentTask | null> {
  const shown = stages.flatMap(({ tasks }) => tasks).find(({ status }) => status === 'running');
  const [leased] = await platform.database.query(
    `SELECT subject_id, attempt, lease FROM orchestrator.due_work WHERE workflow_id = $1 AND kind = 'agent-task'`,
    [id],
  );
  if (shown?.id !== leased?.['subject_id'] || shown?.attempt !== leased?.['attempt']) {
    throw new Error(`shown is ${shown?.id} ${shown?.attempt}, leased is ${JSON.stringify(leased)}`);
  }
  if (shown === undefined) return null;
  return platform.taskReceived(id, { task_id: shown.id, attempt: shown.attempt, lease: Number(leased?.['lease']) });
}

async function openQuestion(platform: OrchestratorPlatform, view: WorkflowStatusView): Promise<string | null> {
  const [requestId] = view.pending_request_ids;
  if (requestId === undefined) return null;
  const question = await waitFor(() => platform.questions.find(({ request_id }) => request_id === requestId), {
    describe: 'the question to reach hitl',
  });
  return question.title;
}

async function failureCode(platform: OrchestratorPlatform, workflowId: string): Promise<string | null> {
  const request = { workflow_id: workflowId, limit: MOST_EVENTS };
  const { events } = await platform.gateway.ask(readWorkflowEvents, request, operator());
  const failed = events.find(({ type }) => type === 'workflow-failed');
  return failed === undefined ? null : String(failed.data['code']);
}
