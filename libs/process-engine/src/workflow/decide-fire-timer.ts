import { advance } from './advance';
import type { FireTimerCommand } from './commands';
import { hasEnded } from './current-attempt';
import { accept, ignore } from './decision';
import type { DecideContext, Decision } from './decision';
import { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/** The delay of a retry is over. While the workflow is held the timer passes unseen; resume makes up for it. */
export function decideFireTimer(command: FireTimerCommand, state: WorkflowState, context: DecideContext): Decision {
  if (hasEnded(state)) return ignore('workflow-ended');
  const isCurrent = Object.values(state.tasks).some((task) => task.timer?.timer_id === command.timer_id);
  if (!isCurrent) return ignore('timer-not-current');
  if (state.pause !== null) return ignore('paused');
  const transcript = new Transcript(state, context.now);
  advance(transcript, context, { retryNow: true });
  return accept(transcript.events);
}
