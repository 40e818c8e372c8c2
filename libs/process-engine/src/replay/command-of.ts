import type { WorkflowCommand } from '../workflow/commands';
import type { WorkflowEvent, WorkflowEventType } from '../workflow/events';
import { openTasks } from '../workflow/task-table';
import type { WorkflowState } from '../workflow/workflow';
import type { ProcessVersionsOfRun } from './run-record';

type EventOf<TType extends WorkflowEventType> = Extract<WorkflowEvent, { type: TType }>;

/**
 * The command whose decision begins with the event at an index; undefined when no command begins so.
 *
 * @param state the state before it, null before the first event.
 * @param processes the versions a run went on with.
 */
export function commandOf(
  events: readonly WorkflowEvent[],
  index: number,
  state: WorkflowState | null,
  processes: ProcessVersionsOfRun = new Map(),
): WorkflowCommand | undefined {
  const event = events[index];
  if (event === undefined) return undefined;
  switch (event.type) {
    case 'workflow-started':
      return startOf(event, events[index + 1]);
    case 'task-completed':
      return completionOf(event, events[index + 1]);
    case 'task-failed':
      return failureOf(event, events.slice(index, index + 4), state);
    case 'task-lease-raised': {
      const { task_id, attempt, lease } = event.data;
      return { type: 'expire-lease', task_id, attempt, lease: lease - 1 };
    }
    case 'approval-answered': {
      const { request_id, response, feedback, answered_by } = event.data;
      return { type: 'answer-approval', request_id, response, feedback, answered_by };
    }
    case 'approval-voided': {
      const { request_id, response, answered_by, bound } = event.data;
      return { type: 'answer-approval', request_id, response, answered_by, bound };
    }
    case 'questions-asked': {
      const { task_id, attempt, lease, questions, usage, duration_ms } = event.data;
      return { type: 'ask-questions', task_id, attempt, lease, questions, usage, duration_ms };
    }
    case 'questions-answered': {
      const { request_id, answers, answered_by } = event.data;
      return { type: 'answer-questions', request_id, outcome: 'answered', answers, answered_by };
    }
    case 'questions-declined': {
      const { request_id, declined_by: answered_by } = event.data;
      return { type: 'answer-questions', request_id, outcome: 'declined', answers: [], answered_by };
    }
    case 'workflow-paused':
      return {
        type: 'pause',
        mode: event.data.mode,
        paused_by: event.data.paused_by,
        withdraw_requests: events[index + 1]?.type === 'requests-withdrawn',
      };
    case 'budget-granted':
      return { type: 'resume', resumed_by: event.data.granted_by };
    case 'workflow-resumed':
      return { type: 'resume', resumed_by: event.data.resumed_by };
    case 'workflow-cancelling':
      return { type: 'cancel', reason: event.data.reason, cancelled_by: event.data.cancelled_by };
    case 'workflow-cancelled':
      return endOf(event, state);
    case 'artifact-recorded':
      return closingOf(events.slice(index));
    case 'task-skipped': {
      const { task_id, reason, skipped_by } = event.data;
      return skipped_by === null ? undefined : { type: 'skip-task', task_id, reason, skipped_by };
    }
    case 'tasks-reset':
      return repetitionOf(event, events[index + 1]);
    case 'artifact-edited': {
      const { artifact, edited_by } = event.data;
      // What was decided together happened together; a later command may have the same done again.
      const rerun = events
        .slice(index + 1, index + 3)
        .some((next) => next.type === 'tasks-reset' && next.occurred_at === event.occurred_at);
      return { type: 'edit-artifact', artifact, edited_by, rerun };
    }
    case 'process-migrated': {
      const to = processes.get(event.data.to.content_hash);
      return to === undefined ? undefined : { type: 'migrate', to, migrated_by: event.data.migrated_by };
    }
    case 'guidance-given':
      return { type: 'give-guidance', ...event.data };
    default:
      return timerOf(event, state);
  }
}

function startOf(event: EventOf<'workflow-started'>, next: WorkflowEvent | undefined): WorkflowCommand | undefined {
  if (next?.type !== 'artifact-recorded') return undefined;
  const { workflow_id, tenant_id, process, started_by, approval_points } = event.data;
  return {
    type: 'start',
    workflow_id,
    tenant_id,
    process,
    brief: next.data.artifact,
    started_by,
    approvals: approval_points.flatMap((point) =>
      'task_id' in point ? [] : [point.position === 'after' ? { after: point.stage_id } : { before: point.stage_id }],
    ),
    ...(event.version === 2 ? { inputs: event.data.inputs, origin: event.data.origin } : {}),
  };
}

function completionOf(event: EventOf<'task-completed'>, next: WorkflowEvent | undefined): WorkflowCommand | undefined {
  if (next?.type !== 'artifact-recorded') return undefined;
  const { task_id, attempt, lease, evidence, usage, duration_ms } = event.data;
  const values = event.version === 2 ? event.data.values : null;
  const { artifact } = next.data;
  return { type: 'complete-task', task_id, attempt, lease, artifact, evidence, usage, duration_ms, values };
}

function failureOf(
  event: EventOf<'task-failed'>,
  nearby: readonly WorkflowEvent[],
  state: WorkflowState | null,
): WorkflowCommand {
  const { task_id, attempt, lease, code, detail, retryable, usage } = event.data;
  if (code === 'lease-expired-repeatedly') return { type: 'expire-lease', task_id, attempt, lease };
  if (code === 'attempt-timeout') {
    const due = Object.entries(state?.timers ?? {}).find(
      ([, timer]) => timer.purpose === 'attempt-timeout' && timer.subject_id === task_id,
    );
    if (due !== undefined) return { type: 'fire-timer', timer_id: due[0] };
  }
  const retry = nearby.find((each) => each.type === 'task-retry-scheduled' && each.data.task_id === task_id);
  const retry_after_ms = retry?.type === 'task-retry-scheduled' ? retry.data.delay_ms : null;
  return { type: 'fail-task', task_id, attempt, lease, code, detail, retryable, retry_after_ms, usage };
}

/** Undoing the work took too long, or the end was wanted at once. */
function endOf({ data, occurred_at }: EventOf<'workflow-cancelled'>, state: WorkflowState | null): WorkflowCommand {
  const { reason, cancelled_by } = data;
  const due = Object.entries(state?.timers ?? {}).find(
    ([, timer]) => timer.purpose === 'compensation-deadline' && timer.due_at <= occurred_at,
  );
  return due === undefined
    ? { type: 'cancel', reason, cancelled_by, compensate: false }
    : { type: 'fire-timer', timer_id: due[0] };
}

function closingOf(rest: readonly WorkflowEvent[]): WorkflowCommand | undefined {
  const end = rest.findIndex((event) => event.type !== 'artifact-recorded');
  if (rest[end]?.type !== 'workflow-completed') return undefined;
  const artifacts = rest
    .slice(0, end)
    .flatMap((event) => (event.type === 'artifact-recorded' ? [event.data.artifact] : []));
  return { type: 'record-closing', artifacts };
}

function repetitionOf({ data }: EventOf<'tasks-reset'>, next: WorkflowEvent | undefined): WorkflowCommand | undefined {
  const { reason, requested_by, task_ids, stage_ids, note } = data;
  const feedback = note?.text ?? null;
  const [task_id = ''] = task_ids;
  const [stage_id = ''] = stage_ids;
  if (reason === 'retry') return { type: 'retry-task', task_id, requested_by, feedback };
  if (reason === 'restart') return { type: 'restart-stage', stage_id, requested_by, feedback };
  if (reason !== 'stale') return undefined;
  return next?.type === 'tasks-reset' && next.data.reason === 'restart'
    ? repetitionOf(next, undefined)
    : { type: 'rerun-stale', requested_by };
}

/** What nobody asked for was a timer: that of a retry, or of a deadline. */
function timerOf(event: WorkflowEvent, state: WorkflowState | null): WorkflowCommand | undefined {
  if (state === null) return undefined;
  if (event.type === 'task-scheduled' || event.type === 'child-started') {
    for (const [id, task] of openTasks(state))
      if (id === event.data.task_id && task.timer !== null)
        return { type: 'fire-timer', timer_id: task.timer.timer_id };
  }
  const due = Object.entries(state.timers).filter(([, timer]) => timer.due_at <= event.occurred_at);
  const [first] = due.sort(([, one], [, other]) => (one.due_at < other.due_at ? -1 : 1));
  return first === undefined ? undefined : { type: 'fire-timer', timer_id: first[0] };
}
