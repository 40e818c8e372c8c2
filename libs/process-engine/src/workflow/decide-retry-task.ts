import { advance } from './advance';
import { refuseForTask } from './control-checks';
import type { RetryTaskCommand } from './control-commands';
import { accept, reject } from './decision';
import type { DecideContext, Decision } from './decision';
import { noteOf } from './feedback-note';
import { resetTasks } from './reset-tasks';
import { markDependents } from './staleness';
import { findTask } from './task-table';
import { outputPathOf, taskName } from './task-texts';
import { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/** Gives a task a new attempt; what was built from its document becomes stale when the new one is stored. */
export function decideRetryTask(command: RetryTaskCommand, state: WorkflowState, context: DecideContext): Decision {
  const { process } = context;
  const { task_id, requested_by } = command;
  const refusal = refuseForTask(task_id, state, process);
  if (refusal !== undefined) return refusal;
  const known = findTask(state, task_id);
  const isExpanded = Object.values(state.stages).some((stage) => Object.hasOwn(stage.groups, task_id));
  if (!isExpanded && (known === undefined || known.status === 'pending')) {
    const name = taskName(task_id, state, process);
    return reject('task-not-started', `${name} has not been tried yet; there is nothing to repeat.`);
  }
  const transcript = new Transcript(state, context.now);
  resetTasks([task_id], { reason: 'retry', requested_by, ...noteOf(command.feedback, context) }, transcript, process);
  // What comes after a task that was left out was built without it.
  if (known?.status === 'skipped') markDependents(outputPathOf(task_id, state, process), transcript, process);
  advance(transcript, context);
  return accept(transcript.events);
}
