import { advance } from './advance';
import type { FireTimerCommand } from './commands';
import { endCancelled } from './compensation';
import { hasEnded } from './current-attempt';
import { decideFailTask } from './decide-fail-task';
import { accept, ignore } from './decision';
import type { DecideContext, Decision } from './decision';
import { failWorkflow } from './fail-workflow';
import { stageOf, taskOf } from './process-lookup';
import { giveUp } from './settle-failure';
import { findTask, openTasks } from './task-table';
import { Transcript } from './transcript';
import type { RunningTimer, WorkflowState } from './workflow';

/**
 * A timer is due: the delay of a retry is over, or a timeout or deadline has come. While the workflow is held timers
 * pass unseen; resume makes up for it.
 */
export function decideFireTimer(command: FireTimerCommand, state: WorkflowState, context: DecideContext): Decision {
  if (hasEnded(state)) return ignore('workflow-ended');
  const limit = Object.hasOwn(state.timers, command.timer_id) ? state.timers[command.timer_id] : undefined;
  const retry = limit === undefined ? retryOf(command.timer_id, state) : undefined;
  if (limit === undefined && retry === undefined) return ignore('timer-not-current');
  if (state.pause !== null) return ignore('paused');
  if (limit !== undefined) return decideLimit(limit, state, context);
  const transcript = new Transcript(state, context.now);
  advance(transcript, context, { retryNow: retry ?? false });
  return accept(transcript.events);
}

function decideLimit(limit: RunningTimer, state: WorkflowState, context: DecideContext): Decision {
  const { process } = context;
  const id = limit.subject_id ?? '';
  const transcript = new Transcript(state, context.now);
  switch (limit.purpose) {
    case 'attempt-timeout':
      return timeOut(id, limit, state, context);
    case 'task-deadline': {
      const task = taskOf(process, id);
      const detail = `${task.name}: not done within ${task.deadline_seconds ?? 0} seconds.`;
      if (giveUp(transcript, id, task, 'deadline-exceeded', detail) === 'given-up') advance(transcript, context);
      return accept(transcript.events);
    }
    case 'stage-deadline': {
      const { name, deadline_seconds = 0 } = stageOf(process, id);
      failWorkflow(transcript, 'deadline-exceeded', `${name}: not done within ${deadline_seconds} seconds.`);
      return accept(transcript.events);
    }
    case 'compensation-deadline':
      endCancelled(transcript);
      return accept(transcript.events);
    case 'workflow-deadline': {
      const { title, deadline_seconds = 0 } = process;
      failWorkflow(transcript, 'deadline-exceeded', `${title}: not done within ${deadline_seconds} seconds.`);
      return accept(transcript.events);
    }
  }
}

/** The attempt took too long: it is taken from its runner and counts as failed. */
function timeOut(taskId: string, { attempt }: RunningTimer, state: WorkflowState, context: DecideContext): Decision {
  const { lease = 0 } = findTask(state, taskId) ?? {};
  const seconds = taskOf(context.process, taskId).timeout_seconds ?? 0;
  const detail = `The attempt was not done within ${seconds} seconds.`;
  const failure = { task_id: taskId, attempt, lease, code: 'attempt-timeout', detail, retryable: true };
  return decideFailTask({ type: 'fail-task', ...failure }, state, context);
}

function retryOf(timerId: string, state: WorkflowState): string | undefined {
  for (const [taskId, task] of openTasks(state)) if (task.timer?.timer_id === timerId) return taskId;
  return undefined;
}
