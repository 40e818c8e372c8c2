import type { FeedbackReference, ModelUsage } from '../model/values';
import type { TaskSkipped } from './control-events';
import type {
  GateEvaluated,
  TaskCompleted,
  TaskFailed,
  TaskLeaseRaised,
  TaskRetryScheduled,
  TaskScheduled,
} from './events';
import { withoutGuidanceOf } from './guidance';
import type { ChildStarted, TaskCompletedV2, TaskGivenUp, TaskRepeated } from './language-events';
import { findTask, UNTOUCHED_STAGE, withStage, withTask } from './task-table';
import type { RunningTimer, TaskState, UsageTotals, WorkflowState } from './workflow';

type KnownTask = Omit<TaskState, 'status' | 'stage_id' | 'agent_id' | 'scheduled_at'>;

/** What a task is before anything happened to it. */
export const UNTOUCHED_TASK: KnownTask = {
  attempt: 0,
  lease: 0,
  round: 1,
  failures: 0,
  feedback: [],
  timer: null,
  ended_at: null,
  spent: { tokens: 0, cost_micros: 0 },
  words: null,
  values: null,
  tolerated: false,
  gates: {},
  child_id: null,
};

/** An attempt is handed out. */
export function scheduleTask(state: WorkflowState, event: TaskScheduled): Partial<WorkflowState> {
  const { task_id, stage_id, agent_id, attempt, lease, feedback } = event.data;
  const stage = state.stages[stage_id] ?? UNTOUCHED_STAGE;
  const { pinned: _former, dialogue, ...known }: KnownTask = stage.tasks[task_id] ?? UNTOUCHED_TASK;
  const task: TaskState = {
    ...known,
    status: 'running',
    stage_id,
    agent_id,
    attempt,
    lease,
    feedback,
    timer: null,
    scheduled_at: event.occurred_at,
    ended_at: null,
    tolerated: false,
    gates: {},
    child_id: null,
    ...(dialogue === undefined ? {} : { dialogue: { ...dialogue, open: null } }),
  };
  return withStage(state, stage_id, { tasks: { ...stage.tasks, [task_id]: task } });
}

/** The attempt is handed to another runner. */
export function raiseLease(state: WorkflowState, event: TaskLeaseRaised): Partial<WorkflowState> {
  return withTask(state, event.data.task_id, { status: 'running', lease: event.data.lease });
}

/** The attempt ended with an artifact; a gate may still send it back. */
export function completeTask(state: WorkflowState, event: TaskCompleted | TaskCompletedV2): Partial<WorkflowState> {
  const { task_id, usage, evidence } = event.data;
  const values = event.version === 1 ? null : event.data.values;
  const { words } = evidence;
  const task = findTask(state, task_id);
  return {
    ...(task === undefined ? {} : withoutGuidanceOf(task, state)),
    ...endAttempt(state, task_id, usage, { status: 'completed', ended_at: event.occurred_at, words, values }),
    timers: withoutTimers(state, task_id, true),
  };
}

/** The attempt ended without an artifact. */
export function failTask(state: WorkflowState, event: TaskFailed): Partial<WorkflowState> {
  const { task_id, attempt, code, detail, retryable, usage } = event.data;
  const task = findTask(state, task_id);
  if (task === undefined) return {};
  const failed = endAttempt(state, task_id, usage, {
    status: retryable ? 'retrying' : 'failed',
    failures: task.failures + 1,
    ended_at: retryable ? null : event.occurred_at,
  });
  const counted = { ...failed, timers: withoutTimers(state, task_id, false) };
  // Only what is wrong with the answer helps the next answer; an outage does not.
  return code.startsWith('output-') && retryable
    ? { ...counted, ...noteFor({ ...state, ...counted }, task_id, attempt, 'failure', detail) }
    : counted;
}

/** A gate passed (nothing changes) or sends the attempt back with its problems as feedback. */
export function judgeTask(state: WorkflowState, event: GateEvaluated): Partial<WorkflowState> {
  const { task_id, attempt, passed, problems, stage_id, gate_id } = event.data;
  const task = findTask(state, task_id);
  if (task === undefined) return {};
  const gates = { ...task.gates, [gate_id]: passed };
  if (passed) return withTask(state, task_id, { gates });
  const isFirstFailureOfAttempt = task.status !== 'retrying';
  const failures = task.failures + (isFirstFailureOfAttempt ? 1 : 0);
  const sentBack = withTask(state, task_id, { status: 'retrying', failures, ended_at: null, gates });
  const text = problems.join('\n');
  const known = isFirstFailureOfAttempt ? undefined : state.stages[stage_id]?.notes[noteReference(task_id, attempt)];
  const note = known === undefined ? text : `${known}\n${text}`;
  return noteFor({ ...state, ...sentBack }, task_id, attempt, 'gate', note);
}

/** The next attempt waits for its timer. */
export function scheduleRetry(state: WorkflowState, event: TaskRetryScheduled): Partial<WorkflowState> {
  const { task_id, timer_id, due_at } = event.data;
  return withTask(state, task_id, { status: 'retrying', timer: { timer_id, due_at } });
}

/** A task is left out. */
export function skipTask(state: WorkflowState, event: TaskSkipped): Partial<WorkflowState> {
  const { task_id, stage_id, agent_id } = event.data;
  const stage = state.stages[stage_id] ?? UNTOUCHED_STAGE;
  const known = stage.tasks[task_id] ?? { ...UNTOUCHED_TASK, stage_id, agent_id, scheduled_at: event.occurred_at };
  const task: TaskState = { ...known, status: 'skipped', timer: null, ended_at: event.occurred_at };
  return {
    ...withStage(state, stage_id, { tasks: { ...stage.tasks, [task_id]: task } }),
    timers: withoutTimers(state, task_id, true),
  };
}

/** `repeat … until` has the task done again. */
export function repeatTask(state: WorkflowState, event: TaskRepeated): Partial<WorkflowState> {
  const { task_id, round } = event.data;
  return withTask(state, task_id, { status: 'pending', round, failures: 0, feedback: [], ended_at: null });
}

/** A task failed for good and the workflow goes on. */
export function giveTaskUp(state: WorkflowState, event: TaskGivenUp): Partial<WorkflowState> {
  const { task_id, stage_id, on_failure } = event.data;
  const stage = state.stages[stage_id] ?? UNTOUCHED_STAGE;
  const known = stage.tasks[task_id] ?? { ...UNTOUCHED_TASK, stage_id, agent_id: '', scheduled_at: event.occurred_at };
  const task: TaskState = {
    ...known,
    status: 'failed',
    timer: null,
    ended_at: event.occurred_at,
    tolerated: on_failure === 'continue',
  };
  return {
    ...withStage(state, stage_id, { tasks: { ...stage.tasks, [task_id]: task } }),
    timers: withoutTimers(state, task_id, true),
  };
}

/** A sub-process task has its workflow. */
export function startChild(state: WorkflowState, event: ChildStarted): Partial<WorkflowState> {
  return withTask(state, event.data.task_id, { child_id: event.data.workflow_id });
}

/** Ends an attempt and books what it used on task, stage and workflow. */
export function endAttempt(
  state: WorkflowState,
  taskId: string,
  usage: ModelUsage | null,
  patch: Partial<TaskState>,
): Pick<WorkflowState, 'stages' | 'usage'> {
  const task = findTask(state, taskId);
  const stage = task === undefined ? undefined : state.stages[task.stage_id];
  if (task === undefined || stage === undefined) return { stages: state.stages, usage: state.usage };
  const tokens = usage === null ? 0 : usage.input_tokens + usage.output_tokens;
  const cost = usage === null ? 0 : usage.cost_micros;
  const add = (spent: TaskState['spent']) => ({ tokens: spent.tokens + tokens, cost_micros: spent.cost_micros + cost });
  const tasks = { ...stage.tasks, [taskId]: { ...task, ...patch, spent: add(task.spent) } };
  return {
    ...withStage(state, task.stage_id, { tasks, spent: add(stage.spent) }),
    usage: usage === null ? state.usage : addUsage(state.usage, usage),
  };
}

/** Timers left when an attempt ends; the deadline of the task runs on until the task is done. */
export function withoutTimers(state: WorkflowState, taskId: string, isDone: boolean): WorkflowState['timers'] {
  const entries = Object.entries(state.timers);
  const ends = ([, timer]: [string, RunningTimer]) =>
    timer.subject_id === taskId &&
    (timer.purpose === 'attempt-timeout' || (isDone && timer.purpose === 'task-deadline'));
  return entries.some(ends) ? Object.fromEntries(entries.filter((entry) => !ends(entry))) : state.timers;
}

/** Keeps what people said and replaces what was said of an earlier attempt. */
function noteFor(
  state: WorkflowState,
  taskId: string,
  attempt: number,
  source: FeedbackReference['source'],
  text: string,
): Partial<WorkflowState> {
  const task = findTask(state, taskId);
  const stage = task === undefined ? undefined : state.stages[task.stage_id];
  if (task === undefined || stage === undefined) return { stages: state.stages };
  const reference = noteReference(taskId, attempt);
  const fromPeople = task.feedback.filter((entry) => entry.source === 'person');
  const outdated = new Set(task.feedback.filter((entry) => entry.source !== 'person').map((entry) => entry.reference));
  const kept = Object.entries(stage.notes).filter(([key]) => !outdated.has(key));
  return withStage(state, task.stage_id, {
    tasks: { ...stage.tasks, [taskId]: { ...task, feedback: [...fromPeople, { source, reference }] } },
    notes: { ...Object.fromEntries(kept), [reference]: text },
  });
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
