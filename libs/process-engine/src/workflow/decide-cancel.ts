import type { CancelCommand } from './commands';
import { hasEnded } from './current-attempt';
import { accept, ignore, reject } from './decision';
import type { DecideContext, Decision } from './decision';
import { cutText, MAX_DETAIL_CHARACTERS } from './limits';
import { openWork } from './open-work';
import { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/** Ends the workflow for good; what is open is closed by effects. */
export function decideCancel(command: CancelCommand, state: WorkflowState, context: DecideContext): Decision {
  if (state.phase === 'cancelled') return ignore('already-cancelled');
  if (hasEnded(state)) return reject('workflow-ended', `The workflow is ${state.phase}; it cannot be cancelled.`);
  const transcript = new Transcript(state, context.now);
  transcript.record('workflow-cancelled', {
    reason: cutText(command.reason, MAX_DETAIL_CHARACTERS),
    cancelled_by: command.cancelled_by,
    open: openWork(state),
  });
  return accept(transcript.events);
}
