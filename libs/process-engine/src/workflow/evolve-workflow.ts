import type { WorkflowCancelled, WorkflowCompleted, WorkflowFailed, WorkflowPaused, WorkflowStarted } from './events';
import type { BudgetExhausted, BudgetGranted, TimerStarted, WorkflowStartedV2 } from './language-events';
import { findTask, isSettled, withTask } from './task-table';
import type { StageState, TaskState, WorkflowState } from './workflow';
import { WORKFLOW_STATE_SHAPE } from './workflow';

/** The first state of a workflow. */
export function beginWorkflow(event: WorkflowStarted | WorkflowStartedV2): WorkflowState {
  const { workflow_id, tenant_id, process, started_by, approval_points } = event.data;
  const { concurrency, inputs, origin } =
    event.version === 1 ? ({ concurrency: 'sequential', inputs: {}, origin: null } as const) : event.data;
  return {
    shape: WORKFLOW_STATE_SHAPE,
    version: 1,
    workflow_id,
    tenant_id,
    process,
    phase: 'running',
    started_by,
    started_at: event.occurred_at,
    updated_at: event.occurred_at,
    ended_at: null,
    concurrency,
    inputs,
    origin,
    approval_points,
    current_stage_id: null,
    stages: {},
    artifacts: {},
    approvals: {},
    pending_approvals: [],
    pause: null,
    timers: {},
    grants: {},
    exhausted: [],
    usage: { calls: 0, input_tokens: 0, output_tokens: 0, cost_micros: 0, simulated: false },
    failure: null,
    cancellation: null,
  };
}

/** The workflow is held; a second pause keeps the time of the first. */
export function pauseWorkflow(state: WorkflowState, event: WorkflowPaused): Partial<WorkflowState> {
  let { stages } = state;
  for (const { task_id } of event.data.interrupted) {
    if (findTask({ stages }, task_id) !== undefined)
      ({ stages } = withTask({ stages }, task_id, { status: 'interrupted' }));
  }
  const pause = { mode: event.data.mode, paused_at: state.pause?.paused_at ?? event.occurred_at };
  return { stages, pause };
}

/** The workflow goes on; budgets that held it have been granted again. */
export function resumeWorkflow(): Partial<WorkflowState> {
  return { pause: null, exhausted: [] };
}

/** A timeout or deadline runs. */
export function startTimerOf(state: WorkflowState, event: TimerStarted): Partial<WorkflowState> {
  const { timer_id, purpose, subject_id, attempt, due_at } = event.data;
  return { timers: { ...state.timers, [timer_id]: { purpose, subject_id, attempt, due_at } } };
}

/** A budget holds or ends the workflow. */
export function exhaustBudget(state: WorkflowState, event: BudgetExhausted): Partial<WorkflowState> {
  return event.data.on_exhausted === 'pause' ? { exhausted: [...state.exhausted, event.data.budget] } : {};
}

/** A budget is granted once more. */
export function grantBudget(state: WorkflowState, event: BudgetGranted): Partial<WorkflowState> {
  const { budget, grants } = event.data;
  return { grants: { ...state.grants, [budget]: grants }, exhausted: state.exhausted.filter((key) => key !== budget) };
}

/** The workflow was ended by a person. */
export function cancelWorkflow(state: WorkflowState, event: WorkflowCancelled): Partial<WorkflowState> {
  const { reason, cancelled_by } = event.data;
  const cancellation = { ...state.cancellation, reason, cancelled_by };
  return { ...end(state, event.occurred_at, null), phase: 'cancelled', cancellation };
}

/** The workflow ended because it cannot go on. */
export function failWorkflow(state: WorkflowState, event: WorkflowFailed): Partial<WorkflowState> {
  const { code, detail, task_id } = event.data;
  return { ...end(state, event.occurred_at, task_id), phase: 'failed', failure: { code, detail, task_id } };
}

/** The workflow ended with everything stored. */
export function finishWorkflow(event: WorkflowCompleted): Partial<WorkflowState> {
  return { phase: 'completed', ended_at: event.occurred_at, timers: {} };
}

/** What is left of a workflow that ends: nothing is in hand, nothing is asked, no timer runs. */
export function end(state: WorkflowState, at: string, failedTaskId: string | null): Partial<WorkflowState> {
  const stages = Object.entries(state.stages).map(([id, stage]): [string, StageState] => [
    id,
    { ...stage, tasks: endTasks(stage.tasks, at, failedTaskId), notes: {} },
  ]);
  const nothing = { pending_approvals: [], pause: null, timers: {}, exhausted: [] };
  return { stages: Object.fromEntries(stages), ended_at: at, ...nothing };
}

function endTasks(known: StageState['tasks'], at: string, failedTaskId: string | null): StageState['tasks'] {
  const tasks = Object.entries(known).map(([id, task]): [string, TaskState] => {
    const isDone = isSettled(task) || task.status === 'failed';
    const status = id === failedTaskId ? 'failed' : isDone ? task.status : 'cancelled';
    return [id, status === task.status ? task : { ...task, status, timer: null, ended_at: at }];
  });
  return Object.fromEntries(tasks);
}
