import type { WorkflowCancelled, WorkflowCompleted, WorkflowFailed, WorkflowPaused, WorkflowStarted } from './events';
import type { TaskState, WorkflowState } from './workflow';

/** The first state of a workflow. */
export function beginWorkflow(event: WorkflowStarted): WorkflowState {
  const { workflow_id, tenant_id, process, started_by, approval_points } = event.data;
  return {
    version: 1,
    workflow_id,
    tenant_id,
    process,
    phase: 'running',
    started_by,
    started_at: event.occurred_at,
    updated_at: event.occurred_at,
    ended_at: null,
    approval_points,
    current_stage_id: null,
    stages: {},
    tasks: {},
    artifacts: {},
    approvals: {},
    pending_approval: null,
    pause: null,
    notes: {},
    usage: { calls: 0, input_tokens: 0, output_tokens: 0, cost_micros: 0, simulated: false },
    failure: null,
    cancellation: null,
  };
}

/** The workflow is held; a second pause keeps the time of the first. */
export function pauseWorkflow(state: WorkflowState, event: WorkflowPaused): Partial<WorkflowState> {
  const tasks: Record<string, TaskState> = { ...state.tasks };
  for (const { task_id } of event.data.interrupted) {
    const task = tasks[task_id];
    if (task !== undefined) tasks[task_id] = { ...task, status: 'interrupted' };
  }
  return { tasks, pause: { mode: event.data.mode, paused_at: state.pause?.paused_at ?? event.occurred_at } };
}

/** The workflow was ended by a person. */
export function cancelWorkflow(state: WorkflowState, event: WorkflowCancelled): Partial<WorkflowState> {
  const { reason, cancelled_by } = event.data;
  return { ...end(state, event.occurred_at, null), phase: 'cancelled', cancellation: { reason, cancelled_by } };
}

/** The workflow ended because it cannot go on. */
export function failWorkflow(state: WorkflowState, event: WorkflowFailed): Partial<WorkflowState> {
  const { code, detail, task_id } = event.data;
  return { ...end(state, event.occurred_at, task_id), phase: 'failed', failure: { code, detail, task_id } };
}

/** The workflow ended with everything stored. */
export function finishWorkflow(event: WorkflowCompleted): Partial<WorkflowState> {
  return { phase: 'completed', ended_at: event.occurred_at };
}

function end(state: WorkflowState, at: string, failedTaskId: string | null): Partial<WorkflowState> {
  const tasks: Record<string, TaskState> = {};
  for (const [id, task] of Object.entries(state.tasks)) {
    const isDone = task.status === 'completed' || task.status === 'failed';
    const status = id === failedTaskId ? 'failed' : isDone ? task.status : 'cancelled';
    tasks[id] = status === task.status ? task : { ...task, status, timer: null, ended_at: at };
  }
  return { tasks, ended_at: at, pending_approval: null, pause: null, notes: {} };
}
