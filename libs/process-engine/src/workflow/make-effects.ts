import type { CompiledProcess } from '../definition/compiled-process';
import type { FeedbackReference } from '../model/values';
import type {
  CloseWorkflowEffect,
  OpenHitlRequestEffect,
  SendAgentTaskEffect,
  StartTimerEffect,
  WorkflowEffect,
} from './effects';
import type { ApprovalRequested, OpenWork, TaskRetryScheduled } from './events';
import { METADATA_PATHS } from './limits';
import { ProcessMismatchError, taskOf } from './process-lookup';
import type { WorkflowState } from './workflow';

/** Sends the current attempt of a task; nothing when the task is not running any more. */
export function sendTask(
  taskId: string,
  state: WorkflowState,
  process: CompiledProcess,
): readonly SendAgentTaskEffect[] {
  const known = state.tasks[taskId];
  if (known?.status !== 'running') return [];
  const task = taskOf(process, taskId);
  return [
    {
      ...address(state),
      type: 'send-agent-task',
      task_id: task.id,
      task_name: task.name,
      kind: task.kind,
      instructions: task.description,
      stage_id: task.stage_id,
      attempt: known.attempt,
      lease: known.lease,
      agent_id: task.agent_id,
      pool: task.pool,
      inputs: task.inputs.flatMap((path) => state.artifacts[path] ?? []),
      output: task.output,
      feedback: known.feedback.flatMap((reference) => withText(reference, state)),
    },
  ];
}

/** Asks people. */
export function openRequest(request: ApprovalRequested['data'], state: WorkflowState): OpenHitlRequestEffect {
  const { request_id, approval_id, agent_id, stage_id, round, artifacts } = request;
  const point = state.approval_points.find((candidate) => candidate.id === approval_id);
  if (point === undefined) throw new ProcessMismatchError(`approval ${approval_id}`);
  const { title, description, options } = point;
  const question = { title, description, options, artifacts };
  const about = { request_id, approval_id, agent_id, stage_id, round };
  return { ...address(state), type: 'open-hitl-request', request_type: 'approval', ...about, ...question };
}

/** Starts the timer of a retry. */
export function startTimer(
  timer: Pick<TaskRetryScheduled['data'], 'timer_id' | 'due_at' | 'delay_ms'>,
  state: WorkflowState,
): StartTimerEffect {
  const { timer_id, due_at, delay_ms } = timer;
  return { ...address(state), type: 'start-timer', timer_id, due_at, delay_ms };
}

/** Has the metadata files written. */
export function closing(state: WorkflowState): CloseWorkflowEffect {
  return { ...address(state), type: 'close-workflow', metadata_paths: METADATA_PATHS };
}

/** Closes what was open. */
export function closeEverything(open: OpenWork, state: WorkflowState): readonly WorkflowEffect[] {
  const to = address(state);
  const reason = `workflow-${state.phase}`;
  return [
    ...open.attempts.map((attempt) => ({ ...to, type: 'cancel-agent-task' as const, ...attempt })),
    ...open.request_ids.map((request_id) => ({ ...to, type: 'close-hitl-request' as const, request_id, reason })),
    ...open.timer_ids.map((timer_id) => ({ ...to, type: 'cancel-timer' as const, timer_id })),
  ];
}

function withText(
  reference: FeedbackReference,
  state: WorkflowState,
): readonly (FeedbackReference & { text: string })[] {
  const text = state.notes[reference.reference];
  return text === undefined ? [] : [{ ...reference, text }];
}

function address(state: WorkflowState): Pick<SendAgentTaskEffect, 'workflow_id' | 'tenant_id'> {
  return { workflow_id: state.workflow_id, tenant_id: state.tenant_id };
}
