import { advance } from './advance';
import type { ResumeCommand } from './commands';
import { hasEnded } from './current-attempt';
import { accept, ignore, reject } from './decision';
import type { DecideContext, Decision } from './decision';
import { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/** Lets a held workflow go on; a retry that waited for its timer goes at once, since the timer may have passed unseen. */
export function decideResume(command: ResumeCommand, state: WorkflowState, context: DecideContext): Decision {
  if (hasEnded(state)) return reject('workflow-ended', `The workflow is ${state.phase}; it cannot go on.`);
  if (state.pause === null) return ignore('not-paused');
  const transcript = new Transcript(state, context.now);
  for (const budget of state.exhausted) {
    transcript.record('budget-granted', {
      budget,
      grants: (transcript.state.grants[budget] ?? 0) + 1,
      granted_by: command.resumed_by,
    });
  }
  transcript.record('workflow-resumed', { resumed_by: command.resumed_by });
  advance(transcript, context, { retryNow: true });
  return accept(transcript.events);
}
