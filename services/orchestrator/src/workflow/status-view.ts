import type {
  StageView as StageReply,
  TaskView as TaskReply,
  WaitingTaskView,
  WorkflowStatusView,
} from '@botarmy/contracts';
import { describeProgress, findTask, noteText, stageViews, workflowStatus } from '@botarmy/process-engine';
import type { TaskView, WorkflowState } from '@botarmy/process-engine';

import { agentViews } from './agent-views';
import type { LoadedWorkflow } from './loaded-workflow';
import { staleArtifacts } from './stale-artifacts';

const MOST_STALE = 200;

/** The answer to `GET /api/workflows/{workflow_id}/status` (specification §7.2.1). */
export function statusView(
  workflow: LoadedWorkflow,
  now: string,
  waiting: readonly WaitingTaskView[] = [],
  usualMinutes?: (taskId: string) => number | undefined,
): WorkflowStatusView {
  const { state, process, title } = workflow;
  const stale = staleArtifacts(state);
  const progress = describeProgress(state, process, now, usualMinutes);
  const { input_tokens, output_tokens, cost_micros, calls } = state.usage;
  return {
    id: state.workflow_id,
    status: workflowStatus(state),
    current_stage: progress.current_stage?.name ?? null,
    current_agent: progress.current_agent,
    progress_percent: progress.percent,
    completed_stages: [...progress.completed_stages],
    estimated_completion: progress.estimated_completion,
    workflow_type: process.name,
    process_version: process.version,
    title,
    started_at: state.started_at,
    finished_at: state.ended_at,
    paused_at: state.pause?.paused_at ?? null,
    failure: state.failure?.detail ?? cancellationText(state),
    simulated: state.usage.simulated,
    seq: state.version,
    stages: stageViews(state, process).map(({ id, name, status, tasks }): StageReply => ({
      id,
      name,
      status,
      tasks: tasks.map((task) => taskReply(task, state, waiting)),
    })),
    agents: agentViews(state, process),
    pending_request_ids: state.pending_approvals.map(({ request_id }) => request_id),
    ...(stale.length === 0 ? {} : { stale: stale.slice(0, MOST_STALE) }),
    ...(waiting.length === 0 ? {} : { waiting_tasks: [...waiting] }),
    cost: { input_tokens, output_tokens, cost_micros, model_calls: calls },
  };
}

function taskReply(task: TaskView, state: WorkflowState, waiting: readonly WaitingTaskView[]): TaskReply {
  // No agent has it yet, whatever the engine expects.
  const isWaiting = waiting.some(({ task_id }) => task_id === task.id);
  return {
    id: task.id,
    name: task.name,
    kind: task.kind,
    agent_id: task.agent_id,
    status: isWaiting ? 'pending' : task.status,
    attempt: task.attempt,
    started_at: isWaiting ? null : task.started_at,
    finished_at: task.status === 'completed' || task.status === 'failed' ? task.ended_at : null,
    artifact: task.artifact,
    failure: failureOf(task, state),
  };
}

/** Why the last attempt did not do: what the next one is told. */
function failureOf(task: TaskView, state: WorkflowState): string | null {
  if (task.status === 'completed') return null;
  if (state.failure?.task_id === task.id) return state.failure.detail;
  const reasons = findTask(state, task.id)?.feedback.filter(({ source }) => source !== 'person') ?? [];
  const last = reasons.at(-1);
  return last === undefined ? null : (noteText(state, task.stage_id, last.reference)?.slice(0, 2_000) ?? null);
}

function cancellationText(state: WorkflowState): string | null {
  return state.cancellation === null ? null : state.cancellation.reason;
}
