import { advance } from './advance';
import type { CancelCommand } from './commands';
import { dueCompensations, endCancelled } from './compensation';
import { hasEnded } from './current-attempt';
import { accept, ignore, reject } from './decision';
import type { DecideContext, Decision } from './decision';
import { cutText, MAX_DETAIL_CHARACTERS } from './limits';
import { openWork } from './open-work';
import { startLimitTimer } from './start-limit-timer';
import { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/**
 * Ends the workflow for good; what is open is closed by effects. Where the process says how its work is undone, that is
 * done first, within its deadline; a repeat changes nothing, unless it wants the end at once.
 */
export function decideCancel(command: CancelCommand, state: WorkflowState, context: DecideContext): Decision {
  if (state.phase === 'cancelled') return ignore('already-cancelled');
  if (hasEnded(state)) return reject('workflow-ended', `The workflow is ${state.phase}; it cannot be cancelled.`);
  const { cancelled_by, compensate = true } = command;
  if (state.phase === 'cancelling' && compensate) return ignore('already-cancelling');
  const transcript = new Transcript(state, context.now);
  const said = { reason: cutText(command.reason, MAX_DETAIL_CHARACTERS), cancelled_by };
  const compensations = compensate ? dueCompensations(state, context.process) : [];
  if (compensations.length === 0) {
    endCancelled(transcript, said);
    return accept(transcript.events);
  }
  transcript.record('workflow-cancelling', { ...said, open: openWork(state), compensations });
  const { deadline_seconds } = context.process.compensation ?? {};
  startLimitTimer('compensation-deadline', deadline_seconds, { id: null }, transcript, context);
  advance(transcript, context);
  return accept(transcript.events);
}
