import { advance } from './advance';
import { checkInputs } from './check-inputs';
import { refuseWhenOver } from './control-checks';
import type { MigrateCommand } from './control-commands';
import { accept, ignore, reject } from './decision';
import type { DecideContext, Decision } from './decision';
import { keptInputs } from './kept-inputs';
import { migratedPoints } from './migrated-points';
import { migrationProblems } from './migration-problems';
import { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/**
 * Goes on with another version of the process: what is done stays, what is in hand ends as it was begun, the rest is
 * done by the new version. Refused, with every reason, when one of these cannot be kept.
 */
export function decideMigrate(command: MigrateCommand, state: WorkflowState, context: DecideContext): Decision {
  const { to, migrated_by } = command;
  const refusal = refuseWhenOver(state);
  if (refusal !== undefined) return refusal;
  if (to.content_hash === state.process.content_hash) return ignore('already-current');
  const problems = migrationProblems(state, context.process, to);
  if (problems.length > 0) return reject('cannot-migrate', problems.join(' '));
  const checked = checkInputs(keptInputs(state, to), to);
  if ('outcome' in checked) return reject(checked.code, checked.detail);
  const transcript = new Transcript(state, context.now);
  transcript.record('process-migrated', {
    from: state.process,
    to: { name: to.name, version: to.version, content_hash: to.content_hash },
    migrated_by,
    approval_points: migratedPoints(state, context.process, to),
    inputs: checked.inputs,
  });
  advance(transcript, { ...context, process: to });
  return accept(transcript.events);
}
