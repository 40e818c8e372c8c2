import type { ExpireLeaseCommand } from './commands';
import { currentAttempt } from './current-attempt';
import { decideFailTask } from './decide-fail-task';
import { accept, ignore } from './decision';
import type { DecideContext, Decision } from './decision';
import { MAX_LEASES_PER_ATTEMPT } from './limits';
import { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/** Hands the same attempt to another runner; an attempt that kills its runners again and again counts as failed. */
export function decideExpireLease(command: ExpireLeaseCommand, state: WorkflowState, context: DecideContext): Decision {
  const current = currentAttempt(state, command);
  if ('outcome' in current) return current;
  if (state.pause !== null) return ignore('paused');
  const { task_id, attempt, lease } = command;
  if (lease >= MAX_LEASES_PER_ATTEMPT) {
    const detail = `No runner reported within its lease, ${lease} times in a row.`;
    const failure = { task_id, attempt, lease, code: 'lease-expired-repeatedly', detail, retryable: true } as const;
    return decideFailTask({ type: 'fail-task', ...failure }, state, context);
  }
  const transcript = new Transcript(state, context.now);
  transcript.record('task-lease-raised', { task_id, attempt, lease: lease + 1, reason: 'lease-expired' });
  return accept(transcript.events);
}
