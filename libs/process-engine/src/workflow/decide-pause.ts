import type { PauseCommand } from './commands';
import { hasEnded } from './current-attempt';
import { accept, ignore, reject } from './decision';
import type { DecideContext, Decision } from './decision';
import { runningAttempts } from './open-work';
import { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/** Holds the workflow. A repeat changes nothing, except that `immediate` may follow `safe-point`. */
export function decidePause(command: PauseCommand, state: WorkflowState, context: DecideContext): Decision {
  if (hasEnded(state)) return reject('workflow-ended', `The workflow is ${state.phase}; there is nothing to pause.`);
  if (state.phase === 'closing')
    return reject('workflow-closing', 'All stages are done; only the records are written.');
  const interrupted = command.mode === 'immediate' ? runningAttempts(state) : [];
  if (state.pause !== null && interrupted.length === 0) return ignore('already-paused');
  const transcript = new Transcript(state, context.now);
  transcript.record('workflow-paused', { mode: command.mode, paused_by: command.paused_by, interrupted });
  const request_ids = state.pending_approvals.map(({ request_id }) => request_id);
  if (command.withdraw_requests === true && request_ids.length > 0)
    transcript.record('requests-withdrawn', { request_ids, reason: 'workflow-paused' });
  return accept(transcript.events);
}
