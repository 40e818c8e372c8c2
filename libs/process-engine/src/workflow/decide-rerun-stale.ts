import { advance } from './advance';
import { refuseWhenOver } from './control-checks';
import type { RerunStaleCommand } from './control-commands';
import { accept, ignore } from './decision';
import type { DecideContext, Decision } from './decision';
import { resetTasks } from './reset-tasks';
import { staleTasks } from './staleness';
import { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/** Does exactly the tasks again whose documents are stale, or that work on something outdated. */
export function decideRerunStale(command: RerunStaleCommand, state: WorkflowState, context: DecideContext): Decision {
  const refusal = refuseWhenOver(state);
  if (refusal !== undefined) return refusal;
  const waiting = staleTasks(state, context.process);
  if (waiting.length === 0) return ignore('nothing-stale');
  const transcript = new Transcript(state, context.now);
  resetTasks(waiting, { reason: 'stale', requested_by: command.requested_by }, transcript, context.process);
  advance(transcript, context);
  return accept(transcript.events);
}
