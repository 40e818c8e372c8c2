import { advance } from './advance';
import { artifactAt } from './artifact-table';
import { refuseWhenOver } from './control-checks';
import type { EditArtifactCommand } from './control-commands';
import { accept, ignore, reject } from './decision';
import type { DecideContext, Decision } from './decision';
import { editArtifact } from './edit-artifact';
import { isMetadata } from './evolve-control';
import { resetTasks } from './reset-tasks';
import { staleTasks } from './staleness';
import { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/** Takes a person's version of a document; what was built from the old one is stale, and done again when asked for. */
export function decideEditArtifact(
  command: EditArtifactCommand,
  state: WorkflowState,
  context: DecideContext,
): Decision {
  const { process } = context;
  const refusal = refuseWhenOver(state);
  if (refusal !== undefined) return refusal;
  const { artifact, edited_by } = command;
  const known = artifactAt(state, artifact.path);
  if (known === undefined || isMetadata(artifact.path)) {
    return reject('unknown-artifact', `The workflow has no document ${artifact.path}; only stored ones can be edited.`);
  }
  if (artifact.version <= known.version) return ignore('artifact-not-newer');
  const transcript = new Transcript(state, context.now);
  editArtifact(artifact, edited_by, transcript, process);
  if (command.rerun) {
    const stale = staleTasks(transcript.state, process);
    resetTasks(stale, { reason: 'stale', requested_by: edited_by }, transcript, process);
  }
  advance(transcript, context);
  return accept(transcript.events);
}
