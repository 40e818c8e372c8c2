import type { FeedbackReference, ModelUsage } from '../model/values';
import type {
  GateEvaluated,
  TaskCompleted,
  TaskFailed,
  TaskLeaseRaised,
  TaskRetryScheduled,
  TaskScheduled,
} from './events';
import type { TaskState, UsageTotals, WorkflowState } from './workflow';

/** An attempt is handed out. */
export function scheduleTask(state: WorkflowState, event: TaskScheduled): Partial<WorkflowState> {
  const { task_id, stage_id, agent_id, attempt, lease, feedback } = event.data;
  const task: TaskState = {
    status: 'running',
    stage_id,
    agent_id,
    attempt,
    lease,
    failures: state.tasks[task_id]?.failures ?? 0,
    feedback,
    timer: null,
    scheduled_at: event.occurred_at,
    ended_at: null,
  };
  return { tasks: { ...state.tasks, [task_id]: task } };
}

/** The attempt is handed to another runner. */
export function raiseLease(state: WorkflowState, event: TaskLeaseRaised): Partial<WorkflowState> {
  return changeTask(state, event.data.task_id, { status: 'running', lease: event.data.lease });
}

/** The attempt ended with an artifact; a gate may still send it back. */
export function completeTask(state: WorkflowState, event: TaskCompleted): Partial<WorkflowState> {
  return {
    ...changeTask(state, event.data.task_id, { status: 'completed', ended_at: event.occurred_at }),
    usage: addUsage(state.usage, event.data.usage),
  };
}

/** The attempt ended without an artifact. */
export function failTask(state: WorkflowState, event: TaskFailed): Partial<WorkflowState> {
  const { task_id, attempt, code, detail, retryable, usage } = event.data;
  const task = state.tasks[task_id];
  if (task === undefined) return {};
  const failed = changeTask(state, task_id, {
    status: retryable ? 'retrying' : 'failed',
    failures: task.failures + 1,
    ended_at: retryable ? null : event.occurred_at,
  });
  const counted = { ...failed, usage: usage === null ? state.usage : addUsage(state.usage, usage) };
  // Only what is wrong with the answer helps the next answer; an outage does not.
  return code.startsWith('output-') && retryable
    ? { ...counted, ...noteFor({ ...state, ...counted }, task_id, attempt, 'failure', detail) }
    : counted;
}

/** A gate passed (nothing changes) or sends the attempt back with its problems as feedback. */
export function judgeTask(state: WorkflowState, event: GateEvaluated): Partial<WorkflowState> {
  const { task_id, attempt, passed, problems } = event.data;
  const task = state.tasks[task_id];
  if (passed || task === undefined) return {};
  const isFirstFailureOfAttempt = task.status !== 'retrying';
  const failures = task.failures + (isFirstFailureOfAttempt ? 1 : 0);
  const sentBack = changeTask(state, task_id, { status: 'retrying', failures, ended_at: null });
  const text = problems.join('\n');
  const known = isFirstFailureOfAttempt ? undefined : state.notes[noteReference(task_id, attempt)];
  const note = known === undefined ? text : `${known}\n${text}`;
  return { ...sentBack, ...noteFor({ ...state, ...sentBack }, task_id, attempt, 'gate', note) };
}

/** The next attempt waits for its timer. */
export function scheduleRetry(state: WorkflowState, event: TaskRetryScheduled): Partial<WorkflowState> {
  const { task_id, timer_id, due_at } = event.data;
  return changeTask(state, task_id, { status: 'retrying', timer: { timer_id, due_at } });
}

function changeTask(state: WorkflowState, taskId: string, patch: Partial<TaskState>): Pick<WorkflowState, 'tasks'> {
  const task = state.tasks[taskId];
  return task === undefined ? { tasks: state.tasks } : { tasks: { ...state.tasks, [taskId]: { ...task, ...patch } } };
}

/** Keeps what people said and replaces what was said of an earlier attempt. */
function noteFor(
  state: WorkflowState,
  taskId: string,
  attempt: number,
  source: FeedbackReference['source'],
  text: string,
): Partial<WorkflowState> {
  const reference = noteReference(taskId, attempt);
  const previous = state.tasks[taskId]?.feedback ?? [];
  const fromPeople = previous.filter((entry) => entry.source === 'person');
  const outdated = new Set(previous.filter((entry) => entry.source !== 'person').map((entry) => entry.reference));
  const kept = Object.entries(state.notes).filter(([key]) => !outdated.has(key));
  return {
    ...changeTask(state, taskId, { feedback: [...fromPeople, { source, reference }] }),
    notes: { ...Object.fromEntries(kept), [reference]: text },
  };
}

function noteReference(taskId: string, attempt: number): string {
  return `${taskId}#${attempt}`;
}

function addUsage(total: UsageTotals, usage: ModelUsage): UsageTotals {
  return {
    calls: total.calls + usage.calls,
    input_tokens: total.input_tokens + usage.input_tokens,
    output_tokens: total.output_tokens + usage.output_tokens,
    cost_micros: total.cost_micros + usage.cost_micros,
    simulated: total.simulated || usage.simulated,
  };
}
